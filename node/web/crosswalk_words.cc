#include "node/web/crosswalk_words.h"

#include <algorithm>

#include "node/curriculum/alignment_book.h"
#include "ui/words.h"

namespace commonplace::web {
namespace {

ui::Alignment how_of(model::Relation relation) {
  if (relation == model::Relation::exact || relation == model::Relation::replaced) return ui::Alignment::exact;
  return relation == model::Relation::close ? ui::Alignment::close : ui::Alignment::related;
}

std::string text_at(const Context& context, const std::string& uri) {
  const auto found = context.frameworks->statement(uri);
  if (!found) return uri;
  const auto& statement = found.tree->statements[found.place];
  const auto text = std::string(model::best(statement.text).text);
  return statement.code.empty() ? text : statement.code + " " + text;
}

// "related to “…”; asserted by X, not reviewed"
std::string in_words(const Context& context, const curriculum::CrosswalkStep& step) {
  return ui::words("through." + std::string(model::word_of(step.relation)), "statement", text_at(context, step.from)) + "; " +
         (step.asserted_by.empty() ? ui::words("through.by_nobody") : ui::words("through.by", "who", step.asserted_by)) + ", " +
         (step.reviewed_at.empty() ? ui::words("through.not_reviewed") : ui::words("through.reviewed", "day", step.reviewed_at.substr(0, 10)));
}

std::string in_words(const Context& context, const std::vector<curriculum::CrosswalkStep>& path) {
  std::string out;
  for (auto step = path.rbegin(); step != path.rend(); ++step) out.append(out.empty() ? "" : "; ").append(in_words(context, *step));
  return out;
}

std::vector<std::string> statements_of(const Context& context, const Shown& shown) {
  std::vector<std::string> out;
  const auto& r = shown.resource;
  for (const auto* list : {&r.teaches, &r.assesses, &r.competency_required})
    for (const auto& ref : *list) out.push_back(ref.uri);
  if (const auto* book = context.house.site.alignments)
    for (const auto& ref : book->notes(shown.record.key).found) out.push_back(ref.uri);
  return out;
}

}  // namespace

std::optional<ui::CardStatement> statement_through_a_link(const Context& context, const SearchRequest& request, const Shown& shown) {
  const auto asked = request.query.filters.find("statement");
  if (request.reached.empty() || asked == request.query.filters.end()) return {};
  const curriculum::Reached* best = nullptr;
  for (const auto& uri : statements_of(context, shown)) {
    const auto reached = request.reached.find(uri);
    const bool was_asked_for = reached == request.reached.end() && std::find(asked->second.begin(), asked->second.end(), uri) != asked->second.end();
    if (was_asked_for) return {};
    if (reached != request.reached.end() && (!best || best->weight < reached->second.weight)) best = &reached->second;
  }
  const auto found = best ? context.frameworks->statement(best->statement) : Frameworks::Found{};
  if (!found) return {};
  const auto& statement = found.tree->statements[found.place];
  ui::CardStatement out;
  out.place = statement.code.empty() ? std::string(model::best(found.tree->framework.title).text) : statement.code;
  out.text = text_of(statement.text);
  out.how = how_of(best->path.front().relation);
  out.through = in_words(context, best->path);
  return out;
}

}  // namespace commonplace::web
