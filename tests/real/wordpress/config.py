"""The text of every configuration file."""

import getpass
from typing import Final

from wordpress.folder import EDITIONS, Folder, Layout

_PHP: Final = """location ~ \\.php$ {{
      try_files $uri =404;
      include {run}/fastcgi.conf;
      fastcgi_pass unix:{sockets}/php.sock;
    }}"""
_FASTCGI: Final = {
    "SCRIPT_FILENAME": "$document_root$fastcgi_script_name",
    "SCRIPT_NAME": "$fastcgi_script_name",
    "DOCUMENT_ROOT": "$document_root",
    "QUERY_STRING": "$query_string",
    "REQUEST_METHOD": "$request_method",
    "REQUEST_URI": "$request_uri",
    "CONTENT_TYPE": "$content_type",
    "CONTENT_LENGTH": "$content_length",
    "SERVER_PROTOCOL": "$server_protocol",
    "SERVER_SOFTWARE": "nginx",
    "SERVER_NAME": "$host",
    "SERVER_ADDR": "$server_addr",
    "SERVER_PORT": "$server_port",
    "REMOTE_ADDR": "$remote_addr",
    "HTTP_HOST": "$host:$server_port",
    "REDIRECT_STATUS": "200",
}
"""What nginx tells PHP of a request; the host with its port, which WordPress compares with its own address."""
_KEYS: Final = (
    "AUTH_KEY SECURE_AUTH_KEY LOGGED_IN_KEY NONCE_KEY AUTH_SALT SECURE_AUTH_SALT LOGGED_IN_SALT NONCE_SALT"
)
_SWITCHES: Final = ("WP_HTTP_BLOCK_EXTERNAL", "DISABLE_WP_CRON", "AUTOMATIC_UPDATER_DISABLED")


def nginx(folder: Folder, ports: list[int], layout: Layout) -> str:
    """One server per edition, or one for all."""
    php = _PHP.format(run=folder.root / "run", sockets=folder.sockets)
    one = [_server(folder, edition, port, php) for edition, port in zip(EDITIONS, ports, strict=True)]
    servers = {
        "hosts": "".join(one),
        "paths": _server_of_paths(folder, ports[0], php),
        "directories": one[0],
    }[layout]
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"  {kind}_temp_path {folder.root}/run/{kind};" for kind in kinds)
    return f"""{_as_root("user root root;")}
daemon off;
worker_processes 1;
pid {folder.root}/run/nginx.pid;
error_log {folder.root}/log/nginx.log warn;
events {{ worker_connections 256; }}
http {{
  types {{ text/html html; text/css css; text/javascript js; image/jpeg jpg jpeg; font/woff2 woff2; }}
  log_format asked '$time_iso8601 $host:$server_port "$request" $status $body_bytes_sent';
  access_log {folder.access_log} asked;
{temporary}
  gzip on;
{servers}}}
"""


def _server(folder: Folder, edition: str, port: int, php: str) -> str:
    return f"""  server {{
    listen 127.0.0.1:{port}; root {folder.www(edition)}; index index.php;
    location / {{ try_files $uri $uri/ /index.php?$args; }}
    {php}
  }}
"""


def _server_of_paths(folder: Folder, port: int, php: str) -> str:
    tries = "try_files $uri $uri/ /{0}/index.php?$args;"
    places = "\n".join(f"    location /{each}/ {{ {tries.format(each)} }}" for each in EDITIONS)
    return f"""  server {{
    listen 127.0.0.1:{port}; root {folder.root}/www; index index.php;
    location = / {{ return 302 /{EDITIONS[0]}/; }}
{places}
    {php}
  }}
"""


def fastcgi() -> str:
    """The parameters of a request."""
    return "".join(f"fastcgi_param {name} {value};\n" for name, value in _FASTCGI.items())


def php_fpm(folder: Folder) -> str:
    """Four PHP workers behind a socket."""
    return f"""[global]
error_log = {folder.root}/log/php-fpm.log
[www]
{_as_root("user = root")}
{_as_root("group = root")}
listen = {folder.sockets}/php.sock
pm = static
pm.max_children = 4
catch_workers_output = yes
php_admin_value[memory_limit] = 256M
php_admin_value[error_log] = {folder.root}/log/php.log
php_admin_flag[log_errors] = on
php_admin_flag[display_errors] = off
"""


def wp_config(folder: Folder, edition: str) -> str:
    """wp-config.php: the database by socket, no request to the world, no work beside requests."""
    strings = {
        "DB_NAME": f"wp_{edition}",
        "DB_USER": "root",
        "DB_PASSWORD": "",
        "DB_HOST": f"localhost:{folder.sockets}/db.sock",
        "DB_CHARSET": "utf8mb4",
        "DB_COLLATE": "",
    }
    strings |= {key: f"{key} {edition}" for key in _KEYS.split()}
    lines = [f"define('{name}', '{value}');" for name, value in strings.items()]
    lines += [f"define('{name}', true);" for name in _SWITCHES]
    lines += ["$table_prefix = 'wp_';", "defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');"]
    return "\n".join(["<?php", *lines, "require_once ABSPATH . 'wp-settings.php';", ""])


def _as_root(line: str) -> str:
    """A line that only root's processes need: the servers would give root's rights up for another user's."""
    return line if getpass.getuser() == "root" else ""
