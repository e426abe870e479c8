#!/usr/bin/perl
# An OAI-PMH server that we did not write, Dancer::Plugin::Catmandu::OAI, over a small shelf of our own in SQLite.
#   dancer_server.pl DATABASE fill COUNT              records 1…COUNT, every twentieth of them deleted
#   dancer_server.pl DATABASE retitle ID TITLE        changes one record now
#   dancer_server.pl DATABASE delete ID               deletes one record now
#   dancer_server.pl DATABASE serve PORT              on 127.0.0.1, until it is killed
# The plugin asks its store in CQL, and no searchable store of Debian works without a server of its own: hence the shelf.
use strict;
use warnings;
use utf8;

package Catmandu::Store::Shelf;

use Moo;
use DBI;
with 'Catmandu::Store';

has file => (is => 'ro', required => 1);
has rows => (is => 'lazy');

sub _build_rows {
    my ($self) = @_;
    my $rows = DBI->connect('dbi:SQLite:dbname=' . $self->file, '', '', {RaiseError => 1, sqlite_unicode => 1});
    $rows->do('CREATE TABLE IF NOT EXISTS shelf (id TEXT PRIMARY KEY, datestamp TEXT, title TEXT, deleted INTEGER)');
    return $rows;
}

package Catmandu::Store::Shelf::Bag;

use Moo;
use Catmandu::Hits;
with 'Catmandu::Bag';
with 'Catmandu::CQLSearchable';

sub rows { $_[0]->store->rows }
sub as_record { my ($row) = @_; return {_id => $row->{id}, map { $_ => $row->{$_} } qw(datestamp title deleted)} }

sub get {
    my ($self, $id) = @_;
    my $row = $self->rows->selectrow_hashref('SELECT * FROM shelf WHERE id = ?', undef, $id) or return;
    return as_record($row);
}

sub add {
    my ($self, $record) = @_;
    $self->rows->do('INSERT OR REPLACE INTO shelf VALUES (?, ?, ?, ?)', undef, @$record{qw(_id datestamp title deleted)});
    return $record;
}

sub delete     { $_[0]->rows->do('DELETE FROM shelf WHERE id = ?', undef, $_[1]) }
sub delete_all { $_[0]->rows->do('DELETE FROM shelf') }
sub generator { my ($self) = @_; my $hits = $self->search(limit => 1000)->hits; return sub { shift @$hits } }
sub searcher        { $_[0]->search(@_[1 .. $#_]) }
sub delete_by_query { die "not needed by the plugin\n" }

# What the plugin asks: everything, one id, or a span of datestamps joined by "and".
sub translate_cql_query {
    my ($self, $cql) = @_;
    my (@conditions, @values);
    for my $clause (split / and /, $cql) {
        next if $clause =~ /cql\.allRecords/;
        my ($index, $relation, $value) = $clause =~ /^\(?(_id|datestamp) (exact|>=|<=) "([^"]*)"\)?$/ or die "CQL: $clause\n";
        push @conditions, ($index eq '_id' ? 'id' : $index) . ' ' . ($relation eq 'exact' ? '=' : $relation) . ' ?';
        push @values, $value;
    }
    return {where => @conditions ? 'WHERE ' . join(' AND ', @conditions) : '', values => \@values};
}

# "datestamp,,1": one key, ascending. It is the order of every answer here.
sub translate_sru_sortkeys { $_[1] eq 'datestamp,,1' or die "sort: $_[1]\n" }

sub search {
    my ($self, %asked) = @_;
    my ($where, @values) = $asked{query} ? ($asked{query}{where}, @{$asked{query}{values}}) : ('');
    my ($total) = $self->rows->selectrow_array("SELECT COUNT(*) FROM shelf $where", undef, @values);
    my $found = $self->rows->selectall_arrayref("SELECT * FROM shelf $where ORDER BY datestamp, id LIMIT ? OFFSET ?",
        {Slice => {}}, @values, $asked{limit}, $asked{start});
    return Catmandu::Hits->new(total => $total, start => $asked{start}, limit => $asked{limit},
        hits => [map { as_record($_) } @$found]);
}

package main;

use Catmandu;
use Encode qw(decode_utf8);
use POSIX qw(strftime);

my ($file, $act, @words) = map { decode_utf8($_) } @ARGV;
my $shelf = Catmandu::Store::Shelf->new(file => $file)->bag;
my $now   = strftime('%Y-%m-%dT%H:%M:%SZ', gmtime);

sub fill {
    my ($count) = @_;
    my @words = ('Linocut & ink', 'Рисунок <углём>', '木版画 "空"', 'حرف الطباعة', "Potato prints, it's easy");
    for my $number (1 .. $count) {
        my $datestamp = sprintf '2026-03-%02dT%02d:%02d:00Z', 1 + $number / 1440, $number / 60 % 24, $number % 60;
        $shelf->add({_id => "sheet-$number", datestamp => $datestamp, title => "$words[$number % @words] $number",
                deleted => $number % 20 == 0 ? 1 : 0});
    }
}

my $dublin_core = <<'TEMPLATE';
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd">
<dc:title>[% title | xml %]</dc:title>
<dc:publisher>Shelf of prints</dc:publisher>
<dc:rights>https://creativecommons.org/licenses/by/4.0/</dc:rights>
<dc:language>en</dc:language>
<dc:identifier>https://shelf.example/sheets/[% _id %]</dc:identifier>
</oai_dc:dc>
TEMPLATE

sub serve {
    my ($port) = @_;
    $| = 1;  # who starts us waits for the line that says that we listen
    require Dancer;
    Dancer->import(':script');
    Dancer::set(server => '127.0.0.1', port => $port, startup_info => 0, log => 'warning', logger => 'console', charset => 'UTF-8');
    Catmandu->config->{store}{shelf} = {package => 'Shelf', options => {file => $file}};
    require Dancer::Plugin::Catmandu::OAI;
    Dancer::Plugin::Catmandu::OAI->import;
    oai_provider('/oai',
        store => 'shelf', bag => 'data', datestamp_field => 'datestamp', limit => 100,
        repositoryName => 'Shelf of prints', uri_base => "http://127.0.0.1:$port/oai", adminEmail => 'keeper@shelf.example',
        deletedRecord => 'persistent', repositoryIdentifier => 'shelf.example', delimiter => ':',
        sampleIdentifier => 'oai:shelf.example:sheet-1', deleted => sub { $_[0]{deleted} },
        metadata_formats => [{metadataPrefix => 'oai_dc', schema => 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
                metadataNamespace => 'http://www.openarchives.org/OAI/2.0/oai_dc/', template => \$dublin_core}]);
    Dancer::dance();
}

if    ($act eq 'fill')    { fill(@words) }
elsif ($act eq 'retitle') { $shelf->add({_id => $words[0], datestamp => $now, title => $words[1], deleted => 0}) }
elsif ($act eq 'delete')  { $shelf->add({_id => $words[0], datestamp => $now, title => '', deleted => 1}) }
elsif ($act eq 'serve')   { serve(@words) }
else                      { die "unknown: $act\n" }
