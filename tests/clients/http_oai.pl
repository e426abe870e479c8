#!/usr/bin/perl
# Harvests a repository with HTTP::OAI and prints one JSON object a record.
#   http_oai.pl BASE_URL METADATA_PREFIX
use strict;
use warnings;

use Encode qw(encode_utf8);
use HTTP::OAI;
use JSON::PP;

my ($base_url, $prefix) = @ARGV;
my $json = JSON::PP->new->utf8->canonical;

# The title as the format has it: an element of Dublin Core, or a member of the JSON text of cpl.
sub title_of {
    my ($record) = @_;
    my $payload = $record->metadata->dom;
    my ($title) = $payload->findnodes('.//*[local-name()="title"]');
    return $title->textContent if $title;
    my $text  = $payload->textContent;
    my $names = decode_json(encode_utf8($text))->{metadata}{name};
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
my $response = $harvester->ListRecords(metadataPrefix => $prefix, onRecord => \&show);
die $response->message . "\n" if $response->is_error;
