#include "node/store/kept_bytes.h"

#include "node/store/store.h"
#include "schemas/formats/xml.h"

namespace commonplace::store {

KeptBytes without_document(std::string_view bytes, std::string_view document) {
  constexpr std::size_t too_short = 16;  // saves nothing
  if (document.size() < too_short || bytes.size() < document.size()) return {std::string(bytes), -1};
  std::string escaped;
  std::string_view inside = document;
  auto place = bytes.find(inside);
  if (place == std::string_view::npos) {
    inside = escaped = formats::xml_text(document);
    place = bytes.find(inside);
  }
  if (place == std::string_view::npos) return {std::string(bytes), -1};
  KeptBytes kept;
  kept.rest.reserve(bytes.size() - inside.size());
  kept.rest.append(bytes.substr(0, place)).append(bytes.substr(place + inside.size()));
  kept.around = 2 * static_cast<std::int64_t>(place) + (escaped.empty() ? 0 : 1);
  return kept;
}

std::string with_document(std::string_view rest, std::int64_t around, std::string_view document) {
  if (around < 0) return std::string(rest);
  const auto place = static_cast<std::size_t>(around / 2);
  if (place > rest.size() || document.empty()) throw StoreError("store: the bytes of a source are damaged: run `commonplace check`");
  std::string bytes(rest.substr(0, place));
  around % 2 == 0 ? void(bytes += document) : formats::append_xml_text(bytes, document);
  return bytes.append(rest.substr(place));
}

}  // namespace commonplace::store
