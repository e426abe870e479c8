// Archives that strangers made: nothing in them is believed, nothing grows beyond its limit (HAR-46).
#include "schemas/formats/zip.h"

#include <gtest/gtest.h>

#include <random>

namespace commonplace::formats {
namespace {

constexpr model::Datestamp day{1'795'161'600};
constexpr std::size_t mebibyte = 1024 * 1024;

std::string archive_of(const std::vector<std::pair<std::string, std::string>>& files) {
  ZipWriter zip;
  for (const auto& [name, bytes] : files) zip.add(name, bytes, day);
  return zip.finish();
}

std::string random_bytes(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  return bytes;
}

TEST(Har46Zip, WhatIsWrittenIsRead) {
  const auto noise = random_bytes(300'000, 7);
  auto zip = ZipReader::open(archive_of({{"manifest.xml", "<a/>"}, {"resources/Ŵy.json", noise}, {"empty", ""}}));

  ASSERT_TRUE(zip);
  EXPECT_EQ(zip->entries(), 3u);
  EXPECT_EQ(*zip->read("manifest.xml", 100), "<a/>");
  EXPECT_EQ(*zip->read("resources/Ŵy.json", mebibyte), noise);
  EXPECT_EQ(*zip->read("empty", 100), "");
}

TEST(Har46Zip, NamesAreKeysAndNeverPaths) {
  auto zip = ZipReader::open(archive_of({{"../../../../etc/passwd", "harmless"}, {"/etc/passwd", "too"}}));

  ASSERT_TRUE(zip);
  EXPECT_EQ(*zip->read("../../../../etc/passwd", 100), "harmless");
  for (const char* name : {"etc/passwd", "", "..", "manifest.xml", "/ETC/PASSWD"}) EXPECT_EQ(zip->read(name, 100).problem().kind, "no_entry") << name;
  EXPECT_EQ(zip->read(std::string("/etc/passwd\0x", 13), 100).problem().kind, "no_entry");
}

TEST(Har46Zip, BombsAreCutAtTheirLimits) {
  const auto bomb = archive_of({{"zeros", std::string(64 * mebibyte, '\0')}, {"small", "x"}});
  ASSERT_LT(bomb.size(), mebibyte);

  auto by_size = ZipReader::open(bomb, {.ratio = 1'000'000});
  EXPECT_EQ(by_size->read("zeros", mebibyte).problem().kind, "too_big");
  EXPECT_EQ(*by_size->read("small", mebibyte), "x");
  auto by_ratio = ZipReader::open(bomb);
  EXPECT_EQ(by_ratio->read("zeros", 100 * mebibyte).problem().kind, "too_big");
  auto by_sum = ZipReader::open(archive_of({{"a", random_bytes(mebibyte, 1)}, {"b", random_bytes(mebibyte, 2)}}), {.bytes = mebibyte * 3 / 2});
  EXPECT_TRUE(by_sum->read("a", mebibyte));
  EXPECT_EQ(by_sum->read("b", mebibyte).problem().kind, "too_big");
}

TEST(Har46Zip, TooManyFilesAreNotEvenLookedAt) {
  std::vector<std::pair<std::string, std::string>> files;
  for (int i = 0; i < 200; ++i) files.emplace_back(std::to_string(i), "");

  EXPECT_EQ(ZipReader::open(archive_of(files), {.entries = 100}).problem().kind, "too_big");
  EXPECT_TRUE(ZipReader::open(archive_of(files), {.entries = 200}));
}

TEST(Har46Zip, WhatIsNoArchiveIsRefusedInWords) {
  const auto good = archive_of({{"a", "b"}});
  for (const auto& bytes : {std::string("<html>"), std::string("PK\x03\x04"), good.substr(0, good.size() - 1),
                            std::string("\x1f\x8b"), std::string(1'000'000, 'P')}) {
    const auto zip = ZipReader::open(bytes);
    ASSERT_FALSE(zip) << bytes.substr(0, 10);
    EXPECT_EQ(zip.problem().kind, "not_zip");
    EXPECT_FALSE(zip.problem().fix.empty());
  }
}

TEST(Har46Zip, NoDamageGetsThrough) {
  const auto text = random_bytes(3'000, 3);
  const auto good = archive_of({{"manifest.xml", "<a/>"}, {"r/1", text}});
  std::mt19937 random(20'261'120);
  for (int round = 0; round < 5'000; ++round) {
    auto bytes = good;
    for (auto changes = random() % 4 + 1; changes > 0; --changes) bytes[random() % bytes.size()] = static_cast<char>(random());
    if (random() % 5 == 0) bytes.resize(random() % bytes.size());
    auto zip = ZipReader::open(bytes, {.entries = 10, .bytes = mebibyte});
    if (!zip) continue;
    const auto read = zip->read("r/1", mebibyte);
    if (read) {
      EXPECT_EQ(*read, text) << round;  // its checksum holds
    }
  }
}

}  // namespace
}  // namespace commonplace::formats
