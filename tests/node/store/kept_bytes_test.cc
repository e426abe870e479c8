// What a source sent comes back byte for byte, whatever of it is kept.
#include "node/store/kept_bytes.h"

#include <gtest/gtest.h>

#include <random>

#include "node/store/store.h"
#include "schemas/formats/xml.h"

namespace commonplace::store {
namespace {

constexpr std::string_view document = R"({"name":{"en":"Fish & <chips>"},"url":"https://a.example/1"})";

std::string back(std::string_view bytes) {
  const auto kept = without_document(bytes, document);
  return with_document(kept.rest, kept.around, document);
}

TEST(KeptBytes, TheDocumentIsNotKeptTwice) {
  const auto as_it_is = without_document("{\"metadata\":" + std::string(document) + ",\"x\":1}", document);
  EXPECT_EQ(as_it_is.rest, "{\"metadata\":,\"x\":1}");
  const auto as_text = without_document("<r>" + formats::xml_text(document) + "</r>", document);
  EXPECT_EQ(as_text.rest, "<r></r>");
  EXPECT_NE(as_it_is.around % 2, as_text.around % 2);
}

TEST(KeptBytes, WhatCameComesBack) {
  EXPECT_EQ(back("<r>" + formats::xml_text(document) + "</r>"), "<r>" + formats::xml_text(document) + "</r>");
  EXPECT_EQ(back(document), document);
  EXPECT_EQ(back("<oai_dc:dc/>"), "<oai_dc:dc/>");
  EXPECT_EQ(back(""), "");
  EXPECT_EQ(without_document("anything", "").around, -1);
}

TEST(KeptBytes, WhateverIsSpoiledComesBackAsItCame) {
  std::mt19937 random(20'261'120);
  for (int round = 0; round < 2'000; ++round) {
    std::string bytes = "<r>" + (round % 2 == 0 ? formats::xml_text(document) : std::string(document)) + "</r>";
    for (auto changes = random() % 3; changes > 0; --changes) bytes[random() % bytes.size()] = static_cast<char>(random());
    EXPECT_EQ(back(bytes), bytes);
  }
}

TEST(KeptBytes, ARowThatCannotBeIsDamaged) {
  EXPECT_THROW(with_document("<r></r>", 200, document), StoreError);
  EXPECT_THROW(with_document("<r></r>", 6, ""), StoreError);
}

}  // namespace
}  // namespace commonplace::store
