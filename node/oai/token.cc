#include "node/oai/token.h"

#include <array>

#include "federation/keys.h"

namespace commonplace::oai {
namespace {

constexpr char format_version = 1;
constexpr char key_id = 1;
constexpr std::size_t mac_bytes = 16;         // HMAC-SHA-256 cut to 128 bits
constexpr std::size_t most_characters = 512;  // HAR and clients keep tokens in columns of this size

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string to_base64url(std::string_view bytes) {
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) out += alphabet[bits >> (count - 6) & 63];
  }
  if (count > 0) out += alphabet[bits << (6 - count) & 63];
  return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (char c : text) {
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) return {};
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    if (count += 6; count >= 8) out += static_cast<char>(bits >> (count -= 8) & 255);
  }
  // One spelling only: left-over bits must be the zeros that writing leaves.
  if (count >= 6 || (bits & ((1u << count) - 1)) != 0) return {};
  return out;
}

void put_number(std::string& out, std::uint64_t number) {
  for (; number >= 128; number >>= 7) out += static_cast<char>(number | 128);
  out += static_cast<char>(number);
}

void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out += text;
}

// Reads what the put functions wrote; `good` turns false at the first thing that cannot be.
struct Reader {
  std::string_view rest;
  bool good = true;

  char byte() {
    if (rest.empty()) return good = false, '\0';
    const char c = rest.front();
    rest.remove_prefix(1);
    return c;
  }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto c = static_cast<unsigned char>(byte());
      value |= static_cast<std::uint64_t>(c & 127) << shift;
      if (c < 128) return value;
    }
    return good = false, 0;
  }
  std::string text() {
    const auto size = number();
    if (size > rest.size()) return good = false, std::string();
    const std::string out(rest.substr(0, size));
    rest.remove_prefix(size);
    return out;
  }
  model::Datestamp moment() { return {static_cast<std::int64_t>(number())}; }
};

std::string mac(std::string_view payload, std::string_view node, std::string_view key) {
  std::string message(node);
  message += '\0';
  message += payload;
  const auto whole = federation::hmac_sha256(key, message);
  return std::string(whole.begin(), whole.begin() + mac_bytes);
}

std::string payload_of(const Token& token) {
  std::string out{format_version, key_id, static_cast<char>(token.verb)};
  put_text(out, token.prefix);
  put_text(out, token.set);
  out += token.from ? '\1' : '\0';
  put_number(out, static_cast<std::uint64_t>(token.from.value_or(model::Datestamp{}).seconds));
  put_number(out, static_cast<std::uint64_t>(token.until.seconds));
  put_number(out, static_cast<std::uint64_t>(token.last.datestamp.seconds));
  put_number(out, static_cast<std::uint64_t>(token.last.key));
  put_text(out, token.last_set);
  put_number(out, token.cursor);
  put_number(out, token.complete_list_size);
  return out;
}

std::optional<Token> parse_payload(std::string_view payload) {
  Reader in{payload};
  if (in.byte() != format_version || in.byte() != key_id) return {};
  Token token;
  token.verb = static_cast<Verb>(in.byte());
  token.prefix = in.text();
  token.set = in.text();
  const bool has_from = in.byte() == '\1';
  const auto from = in.moment();
  if (has_from) token.from = from;
  token.until = in.moment();
  token.last.datestamp = in.moment();
  token.last.key = static_cast<store::Key>(in.number());
  token.last_set = in.text();
  token.cursor = in.number();
  token.complete_list_size = in.number();
  if (!in.good || !in.rest.empty() || verb_name(token.verb).empty()) return {};
  return token;
}

}  // namespace

std::string write_token(const Token& token, std::string_view node, std::string_view key) {
  const std::string payload = payload_of(token);
  return to_base64url(payload + mac(payload, node, key));
}

std::optional<Token> read_token(std::string_view text, std::string_view node, std::string_view key) {
  if (text.size() > most_characters) return {};
  const auto bytes = from_base64url(text);
  if (!bytes || bytes->size() <= mac_bytes) return {};
  const std::string_view payload = std::string_view(*bytes).substr(0, bytes->size() - mac_bytes);
  if (!federation::constant_time_equal(std::string_view(*bytes).substr(payload.size()), mac(payload, node, key))) return {};
  return parse_payload(payload);
}

}  // namespace commonplace::oai
