<?php
/* Changes the site as its administrator would. Given: theme, permalinks or rest. */
require __DIR__ . '/boot.php';
if (isset($given['theme'])) {
    switch_theme($given['theme']);
}
if (isset($given['permalinks'])) {
    global $wp_rewrite;
    $wp_rewrite->set_permalink_structure($given['permalinks']);
    update_option('rewrite_rules', '');
}
if (isset($given['rest'])) {
    update_option('newsroom_rest', $given['rest'] ? 'on' : 'off');
}
answer($given);
