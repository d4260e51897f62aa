<?php
/* Tells each post that names its translations where they are, and notes where each public post stands.
   Given: stories (number: language: address), fronts. */
require __DIR__ . '/boot.php';
update_option('newsroom_fronts', $given['fronts']);
foreach (all_posts() as $post) {
    $story = (int) get_post_meta($post->ID, '_story', true);
    if (json_decode(get_post_meta($post->ID, '_truth', true), true)['hreflang']) {
        update_post_meta($post->ID, '_translations', $given['stories'][$story] ?? []);
    }
    $known = get_post_meta($post->ID, '_addresses', true) ?: [];
    $here = get_permalink($post);
    if (is_public($post) && end($known) !== $here) {
        update_post_meta($post->ID, '_addresses', [...array_diff($known, [$here]), $here]);
    }
}
answer(true);
