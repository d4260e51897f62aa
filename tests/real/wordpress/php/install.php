<?php
/* Installs one edition. Given: name, description, theme, permalinks, rest; options, WordPress's own by name. */
define('WP_INSTALLING', true);
function wp_mail() { return true; }
require __DIR__ . '/boot.php';

wp_install($given['name'], 'root', 'root@example.org', true, '', 'root', $site['locale']);
wp_delete_post(1, true);
wp_delete_post(2, true);
$options = [
    'siteurl' => rtrim($site['front'], '/'), 'home' => rtrim($site['front'], '/'), 'blogdescription' => $given['description'],
    'timezone_string' => 'Asia/Almaty', 'WPLANG' => $site['locale'], 'template' => $given['theme'], 'stylesheet' => $given['theme'],
    'date_format' => ['kk' => 'j F Y', 'ru' => 'd.m.Y', 'en' => 'F j, Y'][$site['edition']], 'time_format' => 'H:i',
    'permalink_structure' => $given['permalinks'], 'rewrite_rules' => '', 'show_avatars' => 0, 'newsroom_rest' => $given['rest'] ? 'on' : 'off',
];
foreach ((array) $given['options'] + $options as $name => $value) {
    update_option($name, $value);
}
answer(true);
