// Several texts in one column: netstrings ("5:hello,3:abc,"), which a person can read and no content can break.
// For what is read and written whole (hops, links, lang maps), never searched.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/contributor.h"
#include "schemas/model/language.h"
#include "schemas/model/provenance.h"

namespace commonplace::store {

std::string pack(const std::vector<std::string>& texts);
std::string pack(const model::LangMap& map);
std::string pack(const std::vector<model::Hop>& hops);
std::string pack(const std::vector<model::Link>& links);

// What pack wrote. StoreError for anything else: the column is damaged.
std::vector<std::string> unpack_texts(std::string_view packed);
model::LangMap unpack_map(std::string_view packed);
std::vector<model::Hop> unpack_hops(std::string_view packed);
std::vector<model::Link> unpack_links(std::string_view packed);

}  // namespace commonplace::store
