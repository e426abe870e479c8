// Records asked for one by one, where the page that should bring them is damaged (HAR-15).
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "harvest/conversation.h"
#include "harvest/delivery.h"
#include "harvest/oai_reply.h"
#include "harvest/page.h"

namespace commonplace::harvest {

class Repair {
 public:
  explicit Repair(Conversation& conversation) : conversation_(conversation) {}

  // `url`: a GetRecord question. What it brings: one record, or one that cannot be read either. nullopt when it brings
  // nothing, does not answer GetRecord, or was asked often enough in this visit.
  std::optional<Delivery> get_record(const std::string& url, const Reading& reading);

  // Whether asking for single records still makes sense.
  bool is_possible() const { return answers_ && asked_ < most_asked; }

  // All headers of a ListIdentifiers list, in order. `question`: URL of the first page; `next`: URL for a token.
  // False when the list cannot be had whole.
  bool list_headers(const std::string& question, const std::function<std::string(const std::string& token)>& next,
                    const std::function<void(HeaderOffered&&)>& take);

 private:
  static constexpr int most_asked = 200;         // a visit
  static constexpr int most_vain = 3;            // at the start: then the source does not answer GetRecord
  static constexpr int most_header_pages = 5000;
  static constexpr int most_cut_pages = 3;

  std::optional<Page> ask(const std::string& url, const Reading& reading);

  Conversation& conversation_;
  int asked_ = 0;
  int brought_ = 0;
  bool answers_ = true;
};

}  // namespace commonplace::harvest
