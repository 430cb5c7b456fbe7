#!/bin/sh
# Runs once, when PostgreSQL makes its data folder: an owner that migrates, and the role web and worker step down to.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set owner_password="$XMH_OWNER_PASSWORD" <<'SQL'
CREATE ROLE xmh_owner LOGIN NOSUPERUSER NOCREATEDB PASSWORD :'owner_password';
CREATE ROLE xmh_app NOLOGIN NOSUPERUSER;
GRANT xmh_app TO xmh_owner WITH INHERIT FALSE, SET TRUE;
CREATE DATABASE xiangmihu OWNER xmh_owner;
SQL
