<?php
/* One WordPress in several languages, as plugins for that make it: the first at the root, each other below a directory of its own.
   A post's language is in its meta _lang, a term's likewise. Off unless the option newsroom_languages names them. */
const LANGUAGE = '_lang';
$languages = get_option('newsroom_languages') ?: [];
if ($languages) {
    add_filter('query_vars', fn ($names) => [...$names, 'newsroom_language']);
    add_filter('rewrite_rules_array', 'rules_of_directories');
    add_filter('locale', fn ($locale) => get_option('newsroom_languages')[language_asked()] ?? $locale);
    add_filter('option_blogname', fn ($name) => get_option('newsroom_names')[language_asked()] ?? $name);
    add_filter('post_link', fn ($url, $post) => in_directory($url, get_post_meta($post->ID, LANGUAGE, true)), 10, 2);
    add_filter('page_link', fn ($url, $id) => in_directory($url, get_post_meta($id, LANGUAGE, true)), 10, 2);
    add_filter('term_link', fn ($url, $term) => in_directory($url, get_term_meta($term->term_id, LANGUAGE, true)), 10, 2);
    foreach (['author_link', 'feed_link'] as $link) {
        add_filter($link, fn ($url) => in_directory($url, language_asked()));
    }
    add_filter('redirect_canonical', fn ($url) => language_asked() === first_language() ? $url : false);
    add_action('pre_get_posts', 'ask_one_language');
    foreach (['get_previous_post_where', 'get_next_post_where'] as $neighbour) {
        add_filter($neighbour, 'of_same_language');
    }
    add_filter('get_pages', fn ($pages) => array_filter($pages, fn ($page) => get_post_meta($page->ID, LANGUAGE, true) === language_asked()));
}

function first_language(): string
{
    return array_key_first(get_option('newsroom_languages'));
}

/* The language of the address that was asked for. */
function language_asked(): string
{
    $first = explode('/', parse_url($_SERVER['REQUEST_URI'] ?? '/', PHP_URL_PATH) ?: '/')[1] ?? '';
    return isset(get_option('newsroom_languages')[$first]) ? $first : first_language();
}

function in_directory(string $url, string $language): string
{
    $root = get_option('home');
    $is_outside = !$language || $language === first_language() || str_starts_with($url, "$root/$language/");
    return $is_outside ? $url : "$root/$language" . substr($url, strlen($root));
}

/* Every rule once more below each directory. */
function rules_of_directories(array $rules): array
{
    $all = [];
    foreach (array_slice(array_keys(get_option('newsroom_languages')), 1) as $language) {
        $all["$language/?$"] = "index.php?newsroom_language=$language";
        foreach ($rules as $pattern => $query) {
            $all["$language/$pattern"] = "$query&newsroom_language=$language";
        }
    }
    return $all + $rules;
}

function ask_one_language(WP_Query $query): void
{
    if ($query->is_main_query() && !$query->is_singular() && !is_admin()) {
        $query->set('meta_query', [['key' => LANGUAGE, 'value' => language_asked()]]);
    }
}

function of_same_language(string $where): string
{
    global $wpdb;
    return $where . $wpdb->prepare(" AND EXISTS (SELECT 1 FROM $wpdb->postmeta AS m WHERE m.post_id = p.ID AND m.meta_key = %s AND m.meta_value = %s)", LANGUAGE, language_asked());
}
