// Netstrings, and the values of the model as flat lists of texts.
#include "node/store/packed_text.h"

#include <charconv>

#include "node/store/store.h"

namespace commonplace::store {
namespace {

void append(std::string& packed, std::string_view text) {
  packed += std::to_string(text.size());
  packed += ':';
  packed += text;
  packed += ',';
}

[[noreturn]] void damaged() {
  throw StoreError("store: a packed column is damaged: run `commonplace check`");
}

// Takes the next text off the front.
std::string take(std::string_view& packed) {
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(packed.data(), packed.data() + packed.size(), size);
  packed.remove_prefix(static_cast<std::size_t>(end - packed.data()));
  if (error != std::errc{} || packed.size() < 2 || packed.front() != ':' || size > packed.size() - 2) damaged();
  std::string text(packed.substr(1, size));
  if (packed[size + 1] != ',') damaged();
  packed.remove_prefix(size + 2);
  return text;
}

std::vector<std::string> unpack_rows(std::string_view packed, std::size_t width) {
  auto texts = unpack_texts(packed);
  if (texts.size() % width != 0) damaged();
  return texts;
}

}  // namespace

std::string pack(const std::vector<std::string>& texts) {
  std::string packed;
  for (const auto& text : texts) append(packed, text);
  return packed;
}

std::string pack(const model::LangMap& map) {
  std::string packed;
  for (const auto& [language, text] : map) {
    append(packed, language);
    append(packed, text);
  }
  return packed;
}

std::string pack(const std::vector<model::Hop>& hops) {
  std::string packed;
  for (const auto& hop : hops) {
    append(packed, hop.base_url);
    append(packed, hop.identifier);
    append(packed, hop.datestamp);
    append(packed, hop.metadata_namespace);
    append(packed, hop.harvest_date);
    append(packed, hop.altered ? "altered" : "");
  }
  return packed;
}

std::string pack(const std::vector<model::Link>& links) {
  std::string packed;
  for (const auto& link : links) {
    append(packed, link.label);
    append(packed, link.url);
  }
  return packed;
}

std::vector<std::string> unpack_texts(std::string_view packed) {
  std::vector<std::string> texts;
  while (!packed.empty()) texts.push_back(take(packed));
  return texts;
}

model::LangMap unpack_map(std::string_view packed) {
  model::LangMap map;
  auto texts = unpack_rows(packed, 2);
  for (std::size_t i = 0; i < texts.size(); i += 2) map.emplace(std::move(texts[i]), std::move(texts[i + 1]));
  return map;
}

std::vector<model::Hop> unpack_hops(std::string_view packed) {
  std::vector<model::Hop> hops;
  auto texts = unpack_rows(packed, 6);
  for (std::size_t i = 0; i < texts.size(); i += 6) {
    hops.push_back({.base_url = std::move(texts[i]),
                    .identifier = std::move(texts[i + 1]),
                    .datestamp = std::move(texts[i + 2]),
                    .metadata_namespace = std::move(texts[i + 3]),
                    .harvest_date = std::move(texts[i + 4]),
                    .altered = !texts[i + 5].empty()});
  }
  return hops;
}

std::vector<model::Link> unpack_links(std::string_view packed) {
  std::vector<model::Link> links;
  auto texts = unpack_rows(packed, 2);
  for (std::size_t i = 0; i < texts.size(); i += 2) links.push_back({std::move(texts[i]), std::move(texts[i + 1])});
  return links;
}

}  // namespace commonplace::store
