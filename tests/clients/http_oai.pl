#!/usr/bin/perl
# Harvests a repository with HTTP::OAI and prints one JSON object a record.
#   http_oai.pl BASE_URL METADATA_PREFIX [FROM]
use strict;
use warnings;

use Encode qw(encode_utf8);
use HTTP::OAI;
use JSON::PP;

my ($base_url, $prefix, $from) = @ARGV;
my $json = JSON::PP->new->utf8->canonical;

# Where each format has the title; in cpl it is a member of a JSON text.
my %place = (
    oai_dc => './*[local-name()="title"]',
    lom    => './*[local-name()="general"]/*[local-name()="title"]/*[local-name()="string"]',
    mods   => './*[local-name()="titleInfo"]/*[local-name()="title"]',
    lrmi   => './*/*[local-name()="title"]',
);

sub title_of {
    my ($record) = @_;
    my ($payload) = $record->metadata->dom->findnodes('./*[local-name()="metadata"]/*');
    if ($prefix ne 'cpl') {
        my ($title) = $payload->findnodes($place{$prefix} // './/*[local-name()="title"]');
        return $title ? $title->textContent : undef;
    }
    my $names = decode_json(encode_utf8($payload->textContent))->{metadata}{name};
    return $names->{(sort keys %$names)[0]};
}

sub show {
    my ($record) = @_;
    my %shown = (identifier => $record->identifier, deleted => $record->is_deleted ? JSON::PP::true : JSON::PP::false);
    $shown{title} = title_of($record) unless $record->is_deleted;
    print $json->encode(\%shown), "\n";
}

my $harvester = HTTP::OAI::Harvester->new(baseURL => $base_url);
$harvester->repository($harvester->Identify);
$harvester->baseURL($base_url);  # as asked, whatever address the node gives itself: nobody answers there in a benchmark
my %since = defined $from ? (from => $from) : ();
my $response = $harvester->ListRecords(metadataPrefix => $prefix, %since, onRecord => \&show);
exit 0 if $response->is_error && ($response->errors)[0] && ($response->errors)[0]->code eq 'noRecordsMatch';
die $response->message . "\n" if $response->is_error;
