// How long texts may be (MD §2), and what becomes of longer ones that are not ours to send back: they are cut and it is
// said (MD §10, `too-long`: an error when publishing, cut with a report when it comes from another system).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/outcome.h"
#include "schemas/model/resource.h"

namespace commonplace::formats {

// In characters.
inline constexpr std::size_t longest_title = 300;
inline constexpr std::size_t longest_description = 20'000;
inline constexpr std::size_t longest_abstract = 200;
inline constexpr std::size_t longest_keyword = 80;
inline constexpr std::size_t longest_notice = 1'000;

std::size_t characters(std::string_view text);

// At most so many characters; cut between characters, with "…" for what is gone.
std::string cut(std::string text, std::size_t most);

// Cuts every text of a resource that is over its limit; one warning for each field it happened to.
std::vector<model::Problem> cut_long_texts(model::Resource& resource);

}  // namespace commonplace::formats
