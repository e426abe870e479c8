#include "harvest/repair.h"

#include <unordered_set>

namespace commonplace::harvest {

// Impatient: the list goes on without this record.
std::optional<Page> Repair::ask(const std::string& url, const Reading& reading) {
  for (int attempt = 0; attempt <= most_cut_pages; ++attempt) {
    auto answer = conversation_.ask({.url = url, .begun = true, .patient = false});
    auto* reply = std::get_if<Reply>(&answer);
    if (!reply) return std::nullopt;
    auto read = read_page(reply->body, reading);
    auto* page = std::get_if<Page>(&read);
    if (!page) return std::nullopt;
    if (!page->cut) return std::move(*page);
  }
  return std::nullopt;
}

std::optional<Delivery> Repair::get_record(const std::string& url, const Reading& reading) {
  if (!is_possible()) return std::nullopt;
  ++asked_;
  auto page = ask(url, reading);
  if (page && page->reply.has_error("badVerb")) answers_ = false;
  if (page && page->delivery.offered == 1) {
    ++brought_;
    return std::move(page->delivery);
  }
  if (brought_ == 0 && asked_ >= most_vain) answers_ = false;
  return std::nullopt;
}

bool Repair::list_headers(const std::string& question,
                          const std::function<std::string(const std::string& token)>& next,
                          const std::function<void(HeaderOffered&&)>& take) {
  std::unordered_set<std::string> tokens;
  std::string url = question;
  for (int number = 0; number < most_header_pages; ++number) {
    auto page = ask(url, {});
    if (!page || conversation_.stopped()) return false;
    if (page->reply.has_error("noRecordsMatch") && number == 0) return true;
    if (page->reply.verb != "ListIdentifiers" || !page->reply.errors.empty()) return false;
    for (auto& header : page->reply.headers) take(std::move(header));
    const std::string token = page->reply.token ? page->reply.token->text : "";
    if (token.empty()) return true;
    if (!tokens.insert(token).second) return false;
    url = next(token);
  }
  return false;
}

}  // namespace commonplace::harvest
