<?php
/* What plugins and administrators add to a site: a type of post of its own, and an index of sitemaps as plugins write it.
   Off unless the option newsroom_magazine is set. */
if (get_option('newsroom_magazine')) {
    add_action('init', function () {
        register_post_type('chronicle', [
            'label' => 'Chronicles', 'public' => true, 'has_archive' => true, 'show_in_rest' => true, 'rewrite' => ['slug' => 'chronicle'],
            'supports' => ['title', 'editor', 'author', 'thumbnail', 'excerpt', 'comments', 'post-formats'], 'taxonomies' => ['category', 'post_tag'],
        ]);
    });
    add_filter('wp_sitemaps_enabled', '__return_false');
    add_filter('robots_txt', fn ($text) => "$text\nSitemap: " . home_url('/sitemap_index.xml') . "\n");
    add_action('parse_request', 'answer_sitemaps');
}

/* /sitemap_index.xml and what it names: a document for each type of post with the moment of its latest change, and so its entries. */
function answer_sitemaps(WP $request): void
{
    $path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
    if (!preg_match('~/(sitemap_index|(post|page|chronicle|category)-sitemap)\.xml$~', $path, $match)) {
        return;
    }
    header('Content-Type: text/xml; charset=UTF-8');
    $type = $match[2] ?? '';
    [$list, $entry] = $type ? ['urlset', 'url'] : ['sitemapindex', 'sitemap'];
    echo '<?xml version="1.0" encoding="UTF-8"?>', "<$list xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">";
    foreach ($type ? addresses_of($type) : documents() as $url => $changed) {
        echo "<$entry><loc>", esc_url($url), '</loc>', $changed ? "<lastmod>$changed</lastmod>" : '', "</$entry>";
    }
    echo "</$list>";
    exit;
}

function documents(): array
{
    $types = ['post', 'page', 'chronicle', 'category'];
    return array_combine(
        array_map(fn ($type) => home_url("/$type-sitemap.xml"), $types),
        array_map(fn ($type) => max([null, ...array_values(addresses_of($type))]), $types),
    );
}

function addresses_of(string $type): array
{
    if ($type === 'category') {
        return array_fill_keys(array_map('get_category_link', get_categories()), null);
    }
    $found = get_posts(['post_type' => $type, 'numberposts' => -1, 'has_password' => false]);
    return array_combine(array_map('get_permalink', $found), array_map(fn ($post) => get_post_modified_time('c', true, $post), $found));
}
