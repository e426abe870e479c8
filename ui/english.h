// The English words (en-GB), by key. ui/words.h is how to ask for them.
#pragma once

#include <span>
#include <string_view>

namespace commonplace::ui {

struct Phrase {
  std::string_view key;
  std::string_view text;
};

std::span<const Phrase> english();

}  // namespace commonplace::ui
