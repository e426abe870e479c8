// Where the fetcher may connect: schemes, ports, and an allow-list of globally routable addresses (HAR-53 to HAR-55).
// Pure: decides about the address in hand, at the moment of connecting, so that no spelling and no rebinding matters.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sockaddr;

namespace commonplace::harvest {

// An IPv4 address stands in the first four bytes.
struct Address {
  enum class Family { v4, v6 };
  Family family = Family::v4;
  std::array<std::uint8_t, 16> bytes{};

  friend bool operator==(const Address&, const Address&) = default;
};

// "192.0.2.1", "2001:db8::1"; dotted decimal with four parts only, no brackets, no zone. nullopt for everything else.
std::optional<Address> parse_address(std::string_view text);

// nullopt for families other than IPv4 and IPv6. Does not look at the port. Requires a whole sockaddr of its family.
std::optional<Address> address_of(const sockaddr& socket_address);

std::string format_address(const Address& address);

// A block of addresses in CIDR form.
struct Block {
  Address first;
  int prefix_bits = 0;
};

// "10.1.0.0/16", "fd00::/8"; a bare address is a block of one. nullopt if malformed, or if bits below the prefix are
// set.
std::optional<Block> parse_block(std::string_view text);
bool contains(const Block& block, const Address& address);

// Whether the address is one of the public internet: IPv4 outside the IANA special-purpose registry and multicast;
// IPv6 in 2000::/3 outside its carve-outs. IPv4 inside IPv6 (mapped, compatible, NAT64, 6to4, Teredo) never is.
bool is_globally_routable(const Address& address);

// What one source may be asked over. https on 443 always; further what the keeper typed for it.
struct Permits {
  bool http = false;  // http, and port 80
  std::vector<std::uint16_t> ports;
  std::vector<Block> private_blocks;  // harvest.allow_private
};

// The permits that an address typed by the keeper gives: `http:` or a port allows both for that source (HAR-54).
Permits permits_for(std::string_view source_url, std::vector<Block> private_blocks);

// Why this URL may not be asked, in words for the keeper; nullopt when it may. Looks at scheme, user part, port and
// host literals; names are decided when they are resolved.
std::optional<std::string> refuse_url(std::string_view url, const Permits& permits);

// Why this resolved address may not be connected to; nullopt when it may.
std::optional<std::string> refuse_address(const Address& address, const Permits& permits);

// Whether a redirect may lead from one host to another: the same registrable name. Without a public-suffix list this
// errs to the narrow side: equal hosts, a host and its sub-domain, or hosts that share at least two labels of which the
// second is not a generic one (co, ac, gov, …).
bool same_registrable_host(std::string_view a, std::string_view b);

}  // namespace commonplace::harvest
