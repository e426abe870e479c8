#include "ui/parts.h"

#include <fmt/format.h>

#include "ui/words.h"

namespace commonplace::ui {
namespace {

Object fact_fields(const Fact& fact) {
  return Fields()
      .text("fact_label", fact.label)
      .text("fact_value", fact.value)
      .optional_url("fact_url", fact.url)
      .done();
}

}  // namespace

Object paging_fields(const Paging& paging) {
  Object inner = Fields()
                     .optional_url("paging_previous", paging.previous)
                     .optional_url("paging_next", paging.next)
                     .text("paging_place", fmt::format("{} {} {} {}", words("paging.page"), number(paging.page),
                                                       words("paging.of"), number(paging.pages)))
                     .done();
  return Fields().maybe("paging", paging.pages > 1, std::move(inner)).done();
}

Object facts_fields(std::string_view name, const std::vector<Fact>& facts) {
  return Fields().maybe(name, !facts.empty(), Fields().list("facts", each(facts, fact_fields)).done()).done();
}

Object machine_links_fields(const std::vector<Fact>& links) {
  return Fields()
      .list("machine_links", each(links,
                                  [](const Fact& link) {
                                    return Fields().url("link_url", link.url).text("link_label", link.label).done();
                                  }))
      .done();
}

List counted_links(const std::vector<CountedLink>& links) {
  return each(links, [](const CountedLink& link) {
    return Fields()
        .url("count_url", link.url)
        .text("count_label", link.label)
        .text("count_number", number(link.count))
        .done();
  });
}

List paragraph_list(const std::vector<Text>& texts) {
  return each(texts, [](const Text& text) { return Fields().said("paragraph", text).done(); });
}

List paragraph_list(const std::vector<std::string>& texts) {
  return each(texts, [](const std::string& text) { return Fields().text("paragraph", text).done(); });
}

}  // namespace commonplace::ui
