#!/bin/sh
# Copies a state file and keeps 7 copies of days and 8 of weeks: sh backup.sh [FILE] [FOLDER]
# `seqcli backup` writes a whole copy, also while a run is at work. Exit status: that of seqcli, 0 if the copy is there.
set -eu
umask 077
file=${1:-seqcli.db}
folder=${2:-backups}
days=${KEEP_DAYS:-7}
weeks=${KEEP_WEEKS:-8}

mkdir -p "$folder"
today=$folder/day-$(date -u +%Y-%m-%d).db
week=$folder/week-$(date -u +%G-%V).db

# Under another name first: a copy that was interrupted never takes the place of a whole one.
rm -f "$folder/.new.db"
seqcli backup "$folder/.new.db" --db "$file" >/dev/null
ln -f "$folder/.new.db" "$today"
[ -e "$week" ] || ln "$folder/.new.db" "$week"
rm -f "$folder/.new.db"

# The names sort by time: all but the newest go.
forget_all_but() {
    kept=$1
    shift
    while [ $# -gt "$kept" ]; do
        [ -e "$1" ] && rm -f "$1"
        shift
    done
}
forget_all_but "$days" "$folder"/day-*.db
forget_all_but "$weeks" "$folder"/week-*.db
