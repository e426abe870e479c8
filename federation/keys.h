// The node's secrets: Ed25519 key pairs and the token key, in files that only their owner may read (FED-1, OAI §8).
// The room of libcrypto for keys, MACs and random bytes. Throws std::runtime_error when libcrypto itself fails.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "schemas/model/outcome.h"

namespace commonplace::federation {

using PublicKey = std::array<std::uint8_t, 32>;
using TokenKey = std::array<std::uint8_t, 32>;
using Mac = std::array<std::uint8_t, 32>;

// An Ed25519 key pair. Copies share the key.
class KeyPair {
 public:
  static KeyPair generate();
  // From a seed of 32 bytes (RFC 8032 §5.1.5): for tests and the published examples.
  static KeyPair from_seed(const std::array<std::uint8_t, 32>& seed);

  PublicKey public_key() const;
  std::string sign(std::string_view message) const;  // 64 bytes

  struct Secret;  // libcrypto's
  explicit KeyPair(std::shared_ptr<const Secret> secret);

 private:
  friend model::Failure save_key_pair(const KeyPair& pair, const std::filesystem::path& file);
  std::shared_ptr<const Secret> secret_;
};

bool verify(const PublicKey& key, std::string_view message, std::string_view signature);

// Writes PEM (PKCS #8) with mode 0600, durably. Problem "file-exists" when there is one already: no key is overwritten;
// "cannot-write" otherwise.
model::Failure save_key_pair(const KeyPair& pair, const std::filesystem::path& file);
// Problems: "no-key", "key-permissions" (naming the file and the chmod that mends it), "bad-key".
model::Outcome<KeyPair> load_key_pair(const std::filesystem::path& file);

// The same for the key of resumption tokens: 32 raw bytes.
model::Failure make_token_key(const std::filesystem::path& file);
model::Outcome<TokenKey> load_token_key(const std::filesystem::path& file);

// "z6Mk…": multicodec ed25519-pub in base58btc. Source: W3C Controlled Identifiers 1.0, Multikey.
std::string public_key_multibase(const PublicKey& key);
std::string base58btc(std::string_view bytes);

Mac hmac_sha256(std::string_view key, std::string_view message);
std::string random_bytes(std::size_t count);
// Takes as long for equal as for unequal texts of one length.
bool constant_time_equal(std::string_view a, std::string_view b);

}  // namespace commonplace::federation
