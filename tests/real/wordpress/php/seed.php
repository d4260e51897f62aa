<?php
/* Writes users, categories, posts with their pictures and comments, and pages. Given: what compose/ makes. */
require __DIR__ . '/boot.php';
require __DIR__ . '/pictures.php';
kses_remove_filters();
add_filter('intermediate_image_sizes_advanced', fn ($sizes) => array_intersect_key($sizes, ['thumbnail' => 1, 'medium' => 1, 'large' => 1]));

$before = null;
$urls = [];
$users = array_map('user_number', $given['users']);
$terms = array_map('category_number', $given['categories']);
foreach ($given['posts'] as $post) {
    $id = put_post($post, $users, $terms, $before);
    $before = get_post_status($id) === 'publish' ? $id : $before;
    $urls[] = get_permalink($id);
}
foreach ($given['pages'] as $page) {
    tell_language(wp_insert_post(wp_slash(['post_type' => 'page', 'post_status' => 'publish', 'post_author' => 1, 'post_date' => '2020-05-04 10:00:00'] + $page)));
}
update_option('rewrite_rules', '');
answer($urls);

function user_number(array $user): int
{
    $known = get_user_by('login', $user['login']);
    return $known ? $known->ID : wp_insert_user([
        'user_login' => $user['login'], 'user_pass' => $user['login'], 'user_email' => "$user[login]@example.org", 'role' => 'author',
        'display_name' => $user['name'], 'nickname' => $user['name'], 'description' => $user['about'] ?? '',
    ]);
}

function category_number(array $category): int
{
    $known = get_category_by_slug($category['slug']);
    return $known ? $known->term_id : wp_insert_term($category['name'], 'category', ['slug' => $category['slug']])['term_id'];
}

function put_post(array $post, array $users, array $terms, ?int $before): int
{
    wp_set_current_user($users[$post['author']]);
    kses_remove_filters();
    $words = ['{{other}}' => $before ? get_permalink($before) : '/', '{{other-title}}' => $before ? esc_html(get_the_title($before)) : '…'];
    $pictures = [];
    foreach ($post['pictures'] as $picture) {
        $pictures[$picture['key']] = $id = add_picture($picture);
        $words["{{id:$picture[key]}}"] = $id;
        foreach (['medium', 'large', 'full'] as $size) {
            $words["{{{$size}:$picture[key]}}"] = wp_get_attachment_image_url($id, $size);
        }
    }
    $trashed = $post['status'] === 'trash';
    $id = wp_insert_post(wp_slash(array_filter([
        'post_title' => $post['title'], 'post_content' => strtr($post['content'], $words), 'post_status' => $trashed ? 'publish' : $post['status'],
        'post_date' => $post['date'] ?? null, 'post_author' => $users[$post['author']], 'post_category' => array_map(fn ($c) => $terms[$c], $post['categories']),
        'tags_input' => $post['tags'], 'post_excerpt' => $post['excerpt'], 'post_password' => $post['password'], 'post_name' => $post['slug'],
        'comment_status' => 'open',
    ], fn ($value) => $value !== null)), true);
    if (is_wp_error($id)) {
        throw new Exception("Story $post[story]: " . $id->get_error_message());
    }
    note($id, $post, $pictures);
    tell_language($id);
    dress($id, $post, $pictures);
    $trashed ? wp_trash_post($id) : date_change($id, $post);
    return $id;
}

/* Where several languages share one WordPress, the language of a post and of its terms. */
function tell_language(int $id): void
{
    global $site;
    if (get_option('newsroom_languages')) {
        update_post_meta($id, '_lang', $site['edition']);
        foreach (wp_get_object_terms($id, ['category', 'post_tag'], ['fields' => 'ids']) as $term) {
            add_term_meta($term, '_lang', $site['edition'], true);
        }
    }
}

/* What is true of the post, kept with it. */
function note(int $id, array $post, array $pictures): void
{
    global $wpdb;
    update_post_meta($id, '_story', $post['story']);
    update_post_meta($id, '_truth', wp_slash(json_encode($post['truth'], JSON_UNESCAPED_UNICODE)));
    update_post_meta($id, '_addition', wp_slash($post['addition']));
    foreach ($pictures as $picture) {
        $wpdb->update($wpdb->posts, ['post_parent' => $id], ['ID' => $picture]);
        clean_post_cache($picture);
    }
}

function dress(int $id, array $post, array $pictures): void
{
    $post['featured'] && set_post_thumbnail($id, $pictures[$post['featured']]);
    $post['format'] && set_post_format($id, $post['format']);
    $post['sticky'] && stick_post($id);
    $numbers = [];
    foreach ($post['comments'] as $comment) {
        $numbers[] = wp_insert_comment(wp_slash([
            'comment_post_ID' => $id, 'comment_author' => $comment['author'], 'comment_author_email' => 'reader@example.org', 'comment_content' => $comment['text'],
            'comment_parent' => isset($comment['answers']) ? $numbers[$comment['answers']] : 0, 'comment_approved' => 1, 'comment_date' => $post['date'],
        ]));
    }
}

/* When it was last changed; WordPress itself would say now. */
function date_change(int $id, array $post): void
{
    global $wpdb;
    $at = $post['modified'] ?? get_post($id)->post_date;
    $wpdb->update($wpdb->posts, ['post_modified' => $at, 'post_modified_gmt' => get_gmt_from_date($at)], ['ID' => $id]);
    clean_post_cache($id);
}
