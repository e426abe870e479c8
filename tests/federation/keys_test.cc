// Key files, signatures, MACs.
#include "federation/keys.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "schemas/formats/digest.h"

namespace commonplace::federation {
namespace {

namespace fs = std::filesystem;

class KeyFiles : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "commonplace # keys XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path folder_;
};
using Fed1 = KeyFiles;

PublicKey public_key_of_seed(const char* words) {
  return KeyPair::from_seed(formats::sha256(words)).public_key();
}

TEST_F(Fed1, KeepsAKeyPairInAFileThatOnlyItsOwnerMayRead) {
  const fs::path file = folder_ / "root.key";
  const KeyPair made = KeyPair::generate();

  ASSERT_FALSE(save_key_pair(made, file));

  struct stat status {};
  ASSERT_EQ(stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600u);
  const auto read = load_key_pair(file);
  ASSERT_TRUE(read) << read.problem().what;
  EXPECT_EQ(read->public_key(), made.public_key());
  EXPECT_TRUE(verify(made.public_key(), "words", read->sign("words")));
}

TEST_F(Fed1, RefusesAKeyFileThatOthersMayReadAndNamesTheChmod) {
  const fs::path file = folder_ / "signing.key";
  ASSERT_FALSE(save_key_pair(KeyPair::generate(), file));
  for (const mode_t mode : {0644u, 0640u, 0604u, 0400u, 0700u, 04600u}) {
    ASSERT_EQ(chmod(file.c_str(), mode), 0);

    const auto read = load_key_pair(file);

    ASSERT_FALSE(read) << mode;
    EXPECT_EQ(read.problem().kind, "key-permissions");
    EXPECT_NE(read.problem().what.find(file.string()), std::string::npos);
    EXPECT_EQ(read.problem().fix, "chmod 600 '" + file.string() + "'");
  }
}

TEST_F(Fed1, OverwritesNoKey) {
  const fs::path file = folder_ / "root.key";
  const KeyPair first = KeyPair::generate();
  ASSERT_FALSE(save_key_pair(first, file));

  const auto problem = save_key_pair(KeyPair::generate(), file);

  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->kind, "file-exists");
  EXPECT_EQ(load_key_pair(file)->public_key(), first.public_key());
}

TEST_F(Fed1, RefusesWhatIsNoKey) {
  EXPECT_EQ(load_key_pair(folder_ / "absent.key").problem().kind, "no-key");
  EXPECT_EQ(save_key_pair(KeyPair::generate(), folder_ / "absent" / "root.key")->kind, "cannot-write");
  const fs::path file = folder_ / "root.key";
  for (const char* content : {"", "rubbish", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"}) {
    std::ofstream(file) << content;
    ASSERT_EQ(chmod(file.c_str(), 0600), 0);

    EXPECT_EQ(load_key_pair(file).problem().kind, "bad-key") << content;
  }
}

TEST_F(Fed1, FollowsNoLinkToAKey) {
  ASSERT_FALSE(save_key_pair(KeyPair::generate(), folder_ / "root.key"));
  fs::create_symlink(folder_ / "root.key", folder_ / "link.key");

  EXPECT_FALSE(load_key_pair(folder_ / "link.key"));
}

TEST_F(KeyFiles, KeepsATokenKeyOfThirtyTwoBytes) {
  const fs::path file = folder_ / "token.key";
  ASSERT_FALSE(make_token_key(file));

  EXPECT_TRUE(load_token_key(file));
  EXPECT_EQ(fs::file_size(file), 32u);

  std::ofstream(file, std::ios::app) << "x";
  EXPECT_EQ(load_token_key(file).problem().kind, "bad-key");
}

TEST(Keys, WritesThePublishedExampleKeysAsMultibase) {
  EXPECT_EQ(public_key_multibase(public_key_of_seed("commonplace example root key - DO NOT USE")),
            "z6MkgDqfF8uE93EZBuEzMq8McCQhSrWN9ZhqyCdcnxvRunhQ");
  EXPECT_EQ(public_key_multibase(public_key_of_seed("commonplace example signing key - DO NOT USE")),
            "z6Mkt4EeshzorKPLqwhpHy6xfi3xSf5kwSSPLkphpV8mQ7rd");
}

TEST(Keys, WritesBase58OfTheUsualExamples) {
  EXPECT_EQ(base58btc(""), "");
  EXPECT_EQ(base58btc("Hello World!"), "2NEpo7TZRRrLZSi2U");
  EXPECT_EQ(base58btc(std::string("\0\0\x28\x7f\xb4\xcd", 6)), "11233QC4");
}

TEST(Keys, VerifiesOnlyTheSignedWordsUnderTheRightKey) {
  const KeyPair pair = KeyPair::generate();
  const std::string signature = pair.sign("words");

  EXPECT_TRUE(verify(pair.public_key(), "words", signature));
  EXPECT_FALSE(verify(pair.public_key(), "word", signature));
  EXPECT_FALSE(verify(KeyPair::generate().public_key(), "words", signature));
  EXPECT_FALSE(verify(pair.public_key(), "words", signature.substr(1)));
  EXPECT_FALSE(verify(pair.public_key(), "words", ""));
}

// RFC 4231, test case 2.
TEST(Keys, MakesTheMacOfTheRfc) {
  const Mac mac = hmac_sha256("Jefe", "what do ya want for nothing?");
  EXPECT_EQ(mac[0], 0x5b);
  EXPECT_EQ(mac[1], 0xdc);
  EXPECT_EQ(mac[31], 0x43);
}

TEST(Keys, ComparesWholeTexts) {
  EXPECT_TRUE(constant_time_equal("", ""));
  EXPECT_TRUE(constant_time_equal("abc", "abc"));
  EXPECT_FALSE(constant_time_equal("abc", "abd"));
  EXPECT_FALSE(constant_time_equal("abc", "abcd"));
  EXPECT_NE(random_bytes(16), random_bytes(16));
}

}  // namespace
}  // namespace commonplace::federation
