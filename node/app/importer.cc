#include "node/app/importer.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <unordered_map>

#include "node/app/clock.h"
#include "node/app/organisations.h"
#include "node/app/row_source.h"
#include "schemas/formats/validate.h"

namespace commonplace::app {
namespace {

using model::Outcome;
using model::Problem;

constexpr std::size_t rows_per_transaction = 500;

// Whether an error about the field at `pointer` only follows from one of these, which could not be read.
bool follows_from(std::string_view pointer, const std::vector<std::string>& unread) {
  const std::string_view field = pointer.substr(pointer.starts_with('/'), pointer.find('/', 1) - pointer.starts_with('/'));
  return std::any_of(unread.begin(), unread.end(), [&](const std::string& one) {
    const bool both_say_rights = field == "license" && one == "rightsStatement";
    const bool both_say_where = field == "url" && one == "encoding";
    return one == field || both_say_rights || both_say_where;
  });
}

void add_new(std::vector<Problem>& errors, std::vector<Problem> more, const std::vector<std::string>& unread) {
  for (auto& one : more)
    if (!follows_from(one.where, unread)) errors.push_back(std::move(one));
}

class Import {
 public:
  Import(const Desk& desk, const ImportOptions& options)
      : desk_(desk), options_(options), statements_(desk.resolver()), now_(now()) {}

  // Who publishes the rows; nothing for "auto".
  model::Failure choose_contributor() {
    if (options_.contributor == "auto") return {};
    if (options_.contributor.empty()) {
      fixed_ = desk_.imprint(desk_.own());
      return {};
    }
    const auto found = hosted_organisation(desk_, options_.contributor);
    if (!found) return found.problem();
    fixed_ = desk_.imprint(*found);
    return {};
  }

  // Everything that is wrong with a row at once: what its cells say and what is missing (MD-45).
  void take(std::int64_t row, formats::RowOutcome outcome) {
    note(report_.warnings, row, outcome.warnings);
    if (!outcome.resource) return set_aside(row, outcome.problems);
    auto errors = std::move(outcome.problems);
    Imprint* imprint = imprint_for(*outcome.resource);
    if (!imprint) {
      errors.push_back({"missing-publisher", "publisher", "the row names no publisher", "Name one, or import with --contributor."});
      outcome.unread_fields.push_back("publisher");
      add_new(errors, formats::validate(*outcome.resource, now_).errors, outcome.unread_fields);
      return set_aside(row, errors);
    }
    auto prepared = prepare(std::move(*outcome.resource), outcome.reference, *imprint, statements_, now_);
    note(report_.warnings, row, prepared.warnings);
    add_new(errors, std::move(prepared.errors), outcome.unread_fields);
    if (!errors.empty()) return set_aside(row, errors);
    if (imprint->contributor.id == 0 && !options_.dry_run) add(*imprint, *prepared.draft);
    keep(row, std::move(*prepared.draft));
  }

  ImportReport finish() {
    write();
    return std::move(report_);
  }

 private:
  Imprint* imprint_for(const model::Resource& resource) {
    if (fixed_) return &*fixed_;
    const std::string name(model::best(resource.publisher.name).text);
    if (name.empty()) return nullptr;
    const auto known = by_publisher_.find(name);
    if (known != by_publisher_.end()) return &known->second;
    const auto contributor = planned_organisation(desk_, name, resource.publisher.url);
    return &by_publisher_.emplace(name, desk_.imprint(contributor)).first->second;
  }

  // A publisher nobody has heard of is added with the first of its rows that is good.
  void add(Imprint& imprint, store::Draft& draft) {
    const auto& planned = imprint.contributor.profile;
    imprint.contributor = organisation_named(desk_, planned.name, planned.home);
    draft.contributor = imprint.contributor.id;
  }

  // Two rows with one identifier: the first is kept, the second is the mistake the person wants to hear of.
  void keep(std::int64_t row, store::Draft draft) {
    const auto [entry, is_new] = row_of_.emplace(draft.identifier, row);
    if (!is_new)
      return set_aside(row, {{"identifier-taken", "reference", fmt::format("row {} has the same reference", entry->second),
                              "Give each row a reference, address or title of its own."}});
    rows_.push_back(row);
    batch_.drafts.push_back(std::move(draft));
    if (batch_.drafts.size() >= rows_per_transaction) write();
  }

  void write() {
    // Each transaction at its own time: a stamp from the beginning of a long import would hide from whoever harvested meanwhile.
    const auto result = options_.dry_run ? rehearse() : desk_.store->write(batch_, now());
    for (std::size_t i = 0; i < result.written.size(); ++i) count(rows_[i], result.written[i]);
    batch_.drafts.clear();
    rows_.clear();
  }

  // What a write would say, as far as can be known without one.
  store::WriteResult rehearse() const {
    store::WriteResult out;
    for (const auto& draft : batch_.drafts) {
      const auto stored = desk_.store->find(draft.identifier);
      const bool same = stored && !stored->deleted && stored->document == draft.document && stored->contributor == draft.contributor;
      out.written.push_back({!stored ? store::Verdict::created : same ? store::Verdict::unchanged : store::Verdict::updated, 0, 0, {}});
    }
    return out;
  }

  void count(std::int64_t row, const store::Written& written) {
    switch (written.verdict) {
      case store::Verdict::created: ++report_.created; break;
      case store::Verdict::updated:
      case store::Verdict::deleted: ++report_.updated; break;
      case store::Verdict::unchanged:
      case store::Verdict::duplicate: ++report_.unchanged; break;
      case store::Verdict::refused:
        set_aside(row, {{"identifier-taken", "reference", "another resource has the same short address", "Give the row another reference."}});
        break;
    }
  }

  void set_aside(std::int64_t row, const std::vector<Problem>& problems) {
    ++report_.set_aside;
    note(report_.errors, row, problems);
  }

  static void note(std::vector<RowError>& list, std::int64_t row, const std::vector<Problem>& problems) {
    for (const auto& problem : problems)
      if (list.size() < most_errors) list.push_back({row, problem.where, problem.what, problem.fix});
  }

  const Desk& desk_;
  const ImportOptions& options_;
  const curriculum::Resolver statements_;
  const model::Datestamp now_;
  std::optional<Imprint> fixed_;
  std::map<std::string, Imprint> by_publisher_;
  std::unordered_map<std::string, std::int64_t> row_of_;
  store::Batch batch_;
  std::vector<std::int64_t> rows_;
  ImportReport report_;
};

}  // namespace

Outcome<ImportReport> import_file(const Desk& desk, const std::string& path, const ImportOptions& options) {
  Import import(desk, options);
  if (auto failure = import.choose_contributor()) return *failure;
  const auto failure = read_rows(path, options.format, options.mapping,
                                 [&](std::int64_t row, formats::RowOutcome outcome, double part) {
                                   import.take(row, std::move(outcome));
                                   if (options.on_progress) options.on_progress(row, part);
                                 });
  if (failure) return *failure;
  return import.finish();
}

}  // namespace commonplace::app
