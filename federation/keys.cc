#include "federation/keys.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

namespace commonplace::federation {

struct KeyPair::Secret {
  explicit Secret(EVP_PKEY* made) : key(made) {
    if (!key) throw std::runtime_error("libcrypto made no key");
  }
  ~Secret() { EVP_PKEY_free(key); }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  EVP_PKEY* key;
};

namespace {

using std::filesystem::path;

constexpr std::size_t largest_key_file = 4096;

struct Bio {
  explicit Bio(BIO* made) : bio(made) {
    if (!bio) throw std::runtime_error("libcrypto has no memory");
  }
  ~Bio() { BIO_free_all(bio); }
  Bio(const Bio&) = delete;
  Bio& operator=(const Bio&) = delete;
  BIO* bio;
};

struct DigestContext {
  ~DigestContext() { EVP_MD_CTX_free(context); }
  EVP_MD_CTX* context = EVP_MD_CTX_new();
};

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

void require(bool done, const char* what) {
  if (!done) throw std::runtime_error(fmt::format("libcrypto failed: {}", what));
}

model::Problem cannot_write(const path& file, int error) {
  return {"cannot-write", file.string(), fmt::format("The key file cannot be written: {}.", std::strerror(error)),
          "Look at the folder's owner and free space, then try again."};
}

// The name of a new file is durable only when its folder is.
void sync_folder(const path& folder) {
  const int descriptor = open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  fsync(descriptor);
  close(descriptor);
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return fsync(descriptor) == 0;
}

model::Failure write_secret(const path& file, std::string_view bytes) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0 && errno == EEXIST) {
    return model::Problem{"file-exists", file.string(), "There is a key file of this name already.",
                          "Keep it: records and tokens are bound to it. Move it away only to start anew."};
  }
  if (descriptor < 0) return cannot_write(file, errno);
  const bool written = fchmod(descriptor, 0600) == 0 && write_all(descriptor, bytes);
  const int error = errno;
  close(descriptor);
  if (!written) {
    unlink(file.c_str());
    return cannot_write(file, error);
  }
  sync_folder(file.parent_path());
  return std::nullopt;
}

// Looks at the descriptor, not at the name, so that nothing can be swapped between the two.
std::optional<model::Problem> refuse_permissions(int descriptor, const path& file) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    return model::Problem{"bad-key", file.string(), "The key file is not a file.", "Restore it from a backup."};
  }
  if ((status.st_mode & 07777) == 0600) return std::nullopt;
  return model::Problem{"key-permissions", file.string(),
                        fmt::format("The key file {} may be read by others (mode {:04o}); it must be 0600.",
                                    file.string(), status.st_mode & 07777),
                        fmt::format("chmod 600 '{}'", file.string())};
}

model::Outcome<std::string> read_secret(const path& file) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) {
    return model::Problem{"no-key", file.string(),
                          fmt::format("The key file cannot be opened: {}.", std::strerror(errno)),
                          "Restore it from a backup, or run `commonplace init` for a new node."};
  }
  auto problem = refuse_permissions(descriptor, file);
  std::string bytes(largest_key_file, '\0');
  const ssize_t count = problem ? -1 : read(descriptor, bytes.data(), bytes.size());
  close(descriptor);
  if (problem) return *problem;
  bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  return bytes;
}

model::Problem bad_key(const path& file) {
  return {"bad-key", file.string(), fmt::format("The key file {} holds no key of the kind it should.", file.string()),
          "Restore it from a backup."};
}

}  // namespace

KeyPair::KeyPair(std::shared_ptr<const Secret> secret) : secret_(std::move(secret)) {}

KeyPair KeyPair::generate() {
  return KeyPair(std::make_shared<Secret>(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")));
}

KeyPair KeyPair::from_seed(const std::array<std::uint8_t, 32>& seed) {
  return KeyPair(
      std::make_shared<Secret>(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size())));
}

PublicKey KeyPair::public_key() const {
  PublicKey key;
  std::size_t size = key.size();
  require(EVP_PKEY_get_raw_public_key(secret_->key, key.data(), &size) == 1 && size == key.size(), "public key");
  return key;
}

std::string KeyPair::sign(std::string_view message) const {
  const DigestContext digest;
  std::string signature(64, '\0');
  std::size_t size = signature.size();
  require(EVP_DigestSignInit(digest.context, nullptr, nullptr, nullptr, secret_->key) == 1 &&
              EVP_DigestSign(digest.context, reinterpret_cast<unsigned char*>(signature.data()), &size,
                             bytes_of(message), message.size()) == 1,
          "signature");
  return signature;
}

bool verify(const PublicKey& key, std::string_view message, std::string_view signature) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> known(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()), EVP_PKEY_free);
  const DigestContext digest;
  return known && EVP_DigestVerifyInit(digest.context, nullptr, nullptr, nullptr, known.get()) == 1 &&
         EVP_DigestVerify(digest.context, bytes_of(signature), signature.size(), bytes_of(message), message.size()) ==
             1;
}

model::Failure save_key_pair(const KeyPair& pair, const path& file) {
  const Bio memory(BIO_new(BIO_s_secmem()));
  require(PEM_write_bio_PKCS8PrivateKey(memory.bio, pair.secret_->key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "PEM");
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.bio, &data);
  return write_secret(file, std::string_view(data, static_cast<std::size_t>(size)));
}

model::Outcome<KeyPair> load_key_pair(const path& file) {
  auto bytes = read_secret(file);
  if (!bytes) return bytes.problem();
  const Bio memory(BIO_new_mem_buf(bytes->data(), static_cast<int>(bytes->size())));
  char no_passphrase[] = "";  // else libcrypto would ask on the terminal
  EVP_PKEY* key = PEM_read_bio_PrivateKey(memory.bio, nullptr, nullptr, no_passphrase);
  OPENSSL_cleanse(bytes->data(), bytes->size());
  if (!key) return bad_key(file);
  auto secret = std::make_shared<KeyPair::Secret>(key);
  if (EVP_PKEY_get_base_id(key) != EVP_PKEY_ED25519) return bad_key(file);
  return KeyPair(std::move(secret));
}

model::Failure make_token_key(const path& file) {
  return write_secret(file, random_bytes(std::tuple_size_v<TokenKey>));
}

model::Outcome<TokenKey> load_token_key(const path& file) {
  const auto bytes = read_secret(file);
  if (!bytes) return bytes.problem();
  TokenKey key;
  if (bytes->size() != key.size()) return bad_key(file);
  std::copy(bytes->begin(), bytes->end(), key.begin());
  return key;
}

std::string public_key_multibase(const PublicKey& key) {
  std::string bytes = "\xed\x01";  // multicodec ed25519-pub
  bytes.append(key.begin(), key.end());
  return "z" + base58btc(bytes);
}

std::string base58btc(std::string_view bytes) {
  constexpr std::string_view alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const std::size_t zeros = std::min(bytes.find_first_not_of('\0'), bytes.size());
  std::string digits;  // base 58, least first
  for (const char byte : bytes.substr(zeros)) {
    int carry = static_cast<unsigned char>(byte);
    for (char& digit : digits) {
      carry += digit * 256;
      digit = static_cast<char>(carry % 58);
      carry /= 58;
    }
    for (; carry > 0; carry /= 58) digits.push_back(static_cast<char>(carry % 58));
  }
  std::string text(zeros, alphabet[0]);
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit)
    text += alphabet[static_cast<std::size_t>(*digit)];
  return text;
}

Mac hmac_sha256(std::string_view key, std::string_view message) {
  Mac mac;
  unsigned int size = 0;
  require(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(message), message.size(), mac.data(),
               &size) &&
              size == mac.size(),
          "HMAC");
  return mac;
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  require(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) == 1, "random bytes");
  return bytes;
}

bool constant_time_equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace commonplace::federation
