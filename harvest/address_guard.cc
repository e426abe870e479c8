#include "harvest/address_guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include <fmt/format.h>

#include "schemas/formats/url.h"

namespace commonplace::harvest {

namespace {

Block block(std::string_view text) {
  return parse_block(text).value();
}

// IANA IPv4 Special-Purpose Address Registry (2026-11), whole: also its globally reachable entries, which serve anycast
// services and no repositories; and multicast.
const std::vector<Block>& special_v4() {
  static const std::vector<Block> blocks = {
      block("0.0.0.0/8"),       block("10.0.0.0/8"),      block("100.64.0.0/10"),   block("127.0.0.0/8"),
      block("169.254.0.0/16"),  block("172.16.0.0/12"),   block("192.0.0.0/24"),    block("192.0.2.0/24"),
      block("192.31.196.0/24"), block("192.52.193.0/24"), block("192.88.99.0/24"),  block("192.168.0.0/16"),
      block("192.175.48.0/24"), block("198.18.0.0/15"),   block("198.51.100.0/24"), block("203.0.113.0/24"),
      block("224.0.0.0/4"),     block("240.0.0.0/4"),
  };
  return blocks;
}

// Carve-outs of 2000::/3: protocol assignments with Teredo and ORCHID, documentation, 6to4, AS112, the old 6bone.
const std::vector<Block>& special_v6() {
  static const std::vector<Block> blocks = {
      block("2001::/23"),         block("2001:db8::/32"), block("2002::/16"),
      block("2620:4f:8000::/48"), block("3ffe::/16"),     block("3fff::/20"),
  };
  return blocks;
}

bool in_any(const std::vector<Block>& blocks, const Address& address) {
  return std::any_of(blocks.begin(), blocks.end(), [&](const Block& b) { return contains(b, address); });
}

int bits_of(Address::Family family) {
  return family == Address::Family::v4 ? 32 : 128;
}

bool bit(const Address& address, int index) {
  return (address.bytes[static_cast<std::size_t>(index / 8)] >> (7 - index % 8)) & 1;
}

std::vector<std::string_view> labels_from_the_right(std::string_view host) {
  std::vector<std::string_view> labels;
  while (!host.empty()) {
    const auto dot = host.rfind('.');
    labels.push_back(dot == std::string_view::npos ? host : host.substr(dot + 1));
    host = dot == std::string_view::npos ? std::string_view() : host.substr(0, dot);
  }
  return labels;
}

// Second labels under which others register: example.co.uk, example.ac.uk, example.github.io.
bool is_generic_label(std::string_view label) {
  static constexpr std::string_view generic[] = {
      "ac",   "co",     "com",    "edu",   "gob",     "gouv",   "gov",       "govt",     "gv",       "ltd", "me",
      "mil",  "mus",    "net",    "nhs",   "nom",     "or",     "org",       "plc",      "sch",      "web", "k12",
      "asso", "github", "gitlab", "pages", "netlify", "vercel", "herokuapp", "blogspot", "wordpress"};
  return label.size() <= 2 || std::find(std::begin(generic), std::end(generic), label) != std::end(generic);
}

bool is_within(std::string_view host, std::string_view domain) {
  return host.size() > domain.size() && host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.' &&
         domain.find('.') != std::string_view::npos;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  const std::string terminated(text);
  if (terminated.size() > INET6_ADDRSTRLEN || terminated.find('\0') != std::string::npos) return std::nullopt;
  Address address;
  address.family = terminated.find(':') == std::string::npos ? Address::Family::v4 : Address::Family::v6;
  const int family = address.family == Address::Family::v4 ? AF_INET : AF_INET6;
  if (inet_pton(family, terminated.c_str(), address.bytes.data()) != 1) return std::nullopt;
  return address;
}

std::optional<Address> address_of(const sockaddr& socket_address) {
  Address address;
  if (socket_address.sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &socket_address, sizeof v4);
    std::memcpy(address.bytes.data(), &v4.sin_addr, 4);
    return address;
  }
  if (socket_address.sa_family != AF_INET6) return std::nullopt;
  sockaddr_in6 v6;
  std::memcpy(&v6, &socket_address, sizeof v6);
  address.family = Address::Family::v6;
  std::memcpy(address.bytes.data(), &v6.sin6_addr, 16);
  return address;
}

std::string format_address(const Address& address) {
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(address.family == Address::Family::v4 ? AF_INET : AF_INET6, address.bytes.data(), text, sizeof text);
  return text;
}

std::optional<Block> parse_block(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  Block result{*address, bits_of(address->family)};
  if (slash == std::string_view::npos) return result;

  const std::string_view digits = text.substr(slash + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), result.prefix_bits);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  if (result.prefix_bits < 0 || result.prefix_bits > bits_of(address->family)) return std::nullopt;
  for (int index = result.prefix_bits; index < bits_of(address->family); ++index) {
    if (bit(*address, index)) return std::nullopt;
  }
  return result;
}

bool contains(const Block& block, const Address& address) {
  if (block.first.family != address.family) return false;
  for (int index = 0; index < block.prefix_bits; ++index) {
    if (bit(block.first, index) != bit(address, index)) return false;
  }
  return true;
}

bool is_globally_routable(const Address& address) {
  if (address.family == Address::Family::v4) return !in_any(special_v4(), address);
  static const Block global_unicast = block("2000::/3");
  return contains(global_unicast, address) && !in_any(special_v6(), address);
}

Permits permits_for(std::string_view source_url, std::vector<Block> private_blocks) {
  Permits permits;
  permits.private_blocks = std::move(private_blocks);
  const auto url = formats::parse_http_url(source_url);
  if (!url) return permits;
  const bool port_typed = url->port != 443 && url->port != 80;
  permits.http = url->scheme == "http" || port_typed;
  if (port_typed) permits.ports.push_back(url->port);
  return permits;
}

std::optional<std::string> refuse_url(std::string_view text, const Permits& permits) {
  const auto url = formats::parse_http_url(text);
  if (!url) return "this is not a web address (http or https)";
  if (!url->user.empty()) return "an address with a user name in it is not asked";
  if (url->scheme == "http" && !permits.http) return "http without encryption is not allowed for this source";
  const bool known_port = url->port == 443 || (url->port == 80 && permits.http) ||
                          std::find(permits.ports.begin(), permits.ports.end(), url->port) != permits.ports.end();
  if (!known_port) return fmt::format("port {} is not allowed for this source", url->port);
  if (const auto literal = parse_address(url->host)) return refuse_address(*literal, permits);
  return std::nullopt;
}

std::optional<std::string> refuse_address(const Address& address, const Permits& permits) {
  if (is_globally_routable(address) || in_any(permits.private_blocks, address)) return std::nullopt;
  return fmt::format("{} is not a public address; private ones are asked only where harvest.allow_private names them",
                     format_address(address));
}

bool same_registrable_host(std::string_view a, std::string_view b) {
  if (a == b) return true;
  if (parse_address(a) || parse_address(b)) return false;
  if (is_within(a, b) || is_within(b, a)) return true;
  const auto left = labels_from_the_right(a);
  const auto right = labels_from_the_right(b);
  const auto shared = static_cast<std::size_t>(
      std::mismatch(left.begin(), left.end(), right.begin(), right.end()).first - left.begin());
  return shared >= 3 || (shared == 2 && !is_generic_label(left[1]));
}

}  // namespace commonplace::harvest
