#include "mutator.h"

#include <algorithm>
#include <string_view>

namespace commonplace::fuzz {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t largest_input = 256 * 1024;

// Pieces that mean something to one reader or another.
constexpr std::string_view awkward[] = {
    "<"sv, ">"sv, "</"sv, "/>"sv, "<!--"sv, "-->"sv, "<![CDATA["sv, "]]>"sv, "<!DOCTYPE x ["sv, "<!ENTITY a 'b'>"sv, "&a;"sv, "&amp;"sv,
    "&#0;"sv, "&#x10FFFF;"sv, "<?xml version='1.0' encoding='ISO-8859-1'?>"sv, "<?"sv, "xmlns:a='b'"sv, "xmlns=''"sv, "<record>"sv,
    "</record>"sv, "<resumptionToken>"sv, "</OAI-PMH>"sv, "\xEF\xBB\xBF"sv, "\xFF\xFE"sv, "\xFE\xFF"sv, "\xC0\x80"sv, "\xED\xA0\x80"sv,
    "\xF4\x90\x80\x80"sv, "\xE2\x80\xAE"sv, "\0"sv, "\0\0\0\0"sv, "\xFF\xFF\xFF\xFF"sv, "\x7F"sv, "\x1B["sv, "{"sv, "}"sv, "["sv, "]"sv, "\""sv, "\\u"sv,
    "\\uD800"sv, "\\\\"sv, "null"sv, "true"sv, "-0"sv, "1e999"sv, "9223372036854775808"sv, "-9223372036854775809"sv, "0.1"sv, ":"sv, ","sv,
    "\r\n"sv, "\r"sv, "\n"sv, "\t"sv, ";"sv, "="sv, "&"sv, "%"sv, "%00"sv, "%2F"sv, "%zz"sv, "+"sv, "#"sv, "?"sv, "/"sv, "//"sv, "/../"sv, "\\"sv, "@"sv,
    "http://"sv, "https://"sv, "[::1]"sv, "[::ffff:127.0.0.1]"sv, "127.1"sv, "0x7f.1"sv, "2130706433"sv, "localhost"sv, "xn--"sv, "。"sv,
    "Content-Length: "sv, "Transfer-Encoding: chunked\r\n"sv, "Host: a\r\n"sv, "Expect: 100-continue\r\n"sv, "0\r\n\r\n"sv, "HTTP/1.1"sv,
    "verb=Identify"sv, "resumptionToken="sv, "metadataPrefix=oai_dc"sv, "2026-11-20"sv, "2026-02-30T24:00:60Z"sv, "9999-12-31T23:59:59Z"sv,
    "'"sv, "\"\""sv, "=1+1"sv, "|"sv};

std::uint64_t mixed(std::uint64_t value) {  // splitmix64, so that neighbouring runs have nothing in common
  value += 0x9E3779B97F4A7C15u;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
  return value ^ (value >> 31);
}

}  // namespace

Mutator::Mutator(std::vector<std::string> seeds, std::uint64_t number) : seeds_(std::move(seeds)), number_(number) {}

std::size_t Mutator::below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

std::string Mutator::input(std::uint64_t run) {
  random_.seed(mixed(mixed(number_) + run));
  std::string text = seeds_[below(seeds_.size())];
  const std::size_t changes = std::size_t{1} << below(6);
  for (std::size_t i = 0; i < changes; ++i) change(text);
  if (text.size() > largest_input) text.resize(largest_input);
  return text;
}

std::string_view Mutator::piece_of(const std::string& text) {
  const auto begin = below(text.size());
  return std::string_view(text).substr(begin, 1 + below(below(4) == 0 ? text.size() : 24));
}

void Mutator::change(std::string& text) {
  const auto at = below(text.size() + 1);
  switch (below(12)) {
    case 0:
    case 1:
      if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
      break;
    case 2:
      if (at < text.size()) text[at] = static_cast<char>(random_());
      break;
    case 3:
    case 4:
    case 5:
      text.insert(at, awkward[below(std::size(awkward))]);
      break;
    case 6: {
      const auto piece = awkward[below(std::size(awkward))];
      text.replace(at, piece.size(), piece);
      break;
    }
    case 7:
      text.erase(at, 1 + below(below(4) == 0 ? text.size() + 1 : 16));
      break;
    case 8:
      text.insert(at, std::string(piece_of(text)));
      break;
    case 9:  // from another seed
      text.insert(at, std::string(piece_of(seeds_[below(seeds_.size())])));
      break;
    case 10: {  // many times
      const std::string piece(below(2) == 0 ? awkward[below(std::size(awkward))] : piece_of(text));
      const std::size_t times = std::size_t{1} << below(10);
      std::string all;
      for (std::size_t i = 0; i < times && all.size() < largest_input / 4; ++i) all += piece;
      text.insert(at, all);
      break;
    }
    default:
      if (below(4) == 0) text.resize(at);
  }
}

}  // namespace commonplace::fuzz
