<?php
/* Makes the site a magazine. Given: every, how many posts there are to one of its own type; front, whether a page is the front. */
require __DIR__ . '/boot.php';
foreach (all_posts() as $number => $post) {
    if ($number % $given['every'] === 0 && is_public($post)) {
        set_post_type($post->ID, 'chronicle');
        clean_post_cache($post->ID);
    }
}
$parent = null;
foreach (get_categories(['hide_empty' => false, 'orderby' => 'id']) as $category) {
    $parent && wp_update_term($category->term_id, 'category', ['parent' => $parent]);
    $parent = $parent ?? $category->term_id;
}
if ($given['front']) {
    [$front, $posts] = get_pages(['sort_column' => 'ID']);
    update_option('show_on_front', 'page');
    update_option('page_on_front', $front->ID);
    update_option('page_for_posts', $posts->ID);
}
update_option('rewrite_rules', '');
answer(true);
