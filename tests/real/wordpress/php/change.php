<?php
/* Changes one post as its editor would. Given: action, story, value. */
require __DIR__ . '/boot.php';
kses_remove_filters();
$post = post_of($given['story']);
if (!$post) {
    fwrite(STDERR, "No post tells story $given[story].");
    exit(1);
}
$value = $given['value'];
$before = get_permalink($post);
$terms = fn () => get_category_by_slug(json_decode(get_post_meta($post->ID, '_truth', true), true)['category-slugs'][(int) $value])->term_id;
$changes = [
    'edit' => fn () => edit($post),
    'retitle' => fn () => save($post, ['post_title' => $value]),
    'slug' => fn () => save($post, ['post_name' => $value]),
    'password' => fn () => save($post, ['post_password' => $value]),
    'category' => fn () => save($post, ['post_category' => [$terms()]]),
    'trash' => fn () => wp_trash_post($post->ID),
    'restore' => fn () => wp_untrash_post($post->ID) && save($post, ['post_status' => 'publish']),
    'delete' => fn () => remove($post),
    'draft' => fn () => save($post, ['post_status' => 'draft']),
    'publish' => fn () => save($post, ['post_status' => 'publish', 'edit_date' => true]),
];
$changes[$given['action']]();
clean_post_cache($post->ID);
$after = get_post($post->ID);
answer(['before' => $before, 'after' => $after ? get_permalink($after) : null]);

function save(WP_Post $post, array $fields): int
{
    return wp_update_post(wp_slash(['ID' => $post->ID] + $fields));
}

/* Delete it; where it was is remembered. */
function remove(WP_Post $post): void
{
    require_once __DIR__ . '/truth_of_post.php';
    update_option('newsroom_deleted', [...get_option('newsroom_deleted', []), ['status' => 'deleted', 'article' => null] + truth_of($post)]);
    wp_delete_post($post->ID, true);
}

/* Append the paragraph kept for it, in the markup of the post, and to its truth. */
function edit(WP_Post $post): void
{
    $text = get_post_meta($post->ID, '_addition', true);
    $block = str_contains($post->post_content, '<!-- wp:paragraph') ? "<!-- wp:paragraph -->\n<p>$text</p>\n<!-- /wp:paragraph -->" : $text;
    save($post, ['post_content' => "$post->post_content\n\n$block"]);
    $truth = json_decode(get_post_meta($post->ID, '_truth', true), true);
    $truth['paragraphs'][] = $text;
    update_post_meta($post->ID, '_truth', wp_slash(json_encode($truth, JSON_UNESCAPED_UNICODE)));
}
