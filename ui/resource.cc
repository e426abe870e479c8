#include "ui/resource.h"

#include <array>
#include <utility>

#include "ui/colour.h"
#include "ui/pages.h"
#include "ui/panels.h"
#include "ui/parts.h"
#include "ui/render.h"
#include "ui/words.h"

namespace commonplace::ui {
namespace {

constexpr std::size_t most_thumbs = 6;

// Blank lines part paragraphs; white space at their ends goes.
std::vector<Text> paragraphs(const Text& text) {
  std::vector<Text> out;
  std::string current;
  const auto finish = [&] {
    const auto end = current.find_last_not_of(" \t\r\n");
    if (end != std::string::npos) out.push_back({current.substr(0, end + 1), text.lang});
    current.clear();
  };
  for (std::size_t at = 0; at <= text.text.size();) {
    const auto end = std::min(text.text.find('\n', at), text.text.size());
    const std::string line = text.text.substr(at, end - at);
    if (line.find_first_not_of(" \t\r") == std::string::npos)
      finish();
    else
      current += line + "\n";
    at = end + 1;
  }
  finish();
  return out;
}

std::string answer_word(Answer answer) {
  constexpr std::array<std::string_view, 4> names{"yes", "unsure", "ask", "no"};
  return std::string(names[static_cast<std::size_t>(answer)]);
}

Object verb_fields(std::string_view verb, Answer answer, const std::string& name) {
  const std::string word = answer_word(answer);
  return Fields()
      .text("verb_answer", "may-" + (verb == "credit" && answer == Answer::yes ? "must" : word))
      .text("verb", words("may." + std::string(verb) + "." + word, "name", name.empty() ? words("may.owner") : name))
      .done();
}

List verbs(const Rights& rights, const std::string& name) {
  List out;
  for (const auto& [verb, answer] : std::array<std::pair<std::string_view, Answer>, 5>{{{"print", rights.print},
                                                                                        {"adapt", rights.adapt},
                                                                                        {"share", rights.share},
                                                                                        {"sell", rights.sell},
                                                                                        {"credit", rights.credit}}}) {
    out.push_back({verb_fields(verb, answer, name)});
  }
  return out;
}

Object file_fields(const FileLink& file) {
  const std::string about =
      file.kind.empty() || file.size.empty() ? file.kind + file.size : file.kind + ", " + file.size;
  return Fields()
      .url("file_url", file.url)
      .text("file_name", file.name.empty() ? file.url : file.name)
      .optional("file_kind", about)
      .optional("file_trouble", file.trouble)
      .done();
}

std::string how_class(Alignment how) {
  if (how == Alignment::publisher) return "chosen";
  return how == Alignment::node ? "added" : "suggested";
}

Object statement_row(const StatementRow& row) {
  return Fields()
      .text("row_framework", row.framework)
      .optional("row_code", row.code)
      .said("row_text", row.text.empty() ? Text{row.code, {}} : row.text)
      .optional_url("row_url", row.url)
      .optional("row_general", row.general)
      .text("row_how_class", how_class(row.how))
      .text("row_how", row.added.empty() ? how_in_words(row.how) : row.added)
      .done();
}

Object definition_fields(const Definition& definition) {
  return Fields().said("term", definition.term).said("meaning", definition.meaning).done();
}

Object citation_fields(const Citation& citation) {
  return Fields().text("citation_style", citation.style).text("citation_text", citation.text).done();
}

// Where there is no picture: the panel of the cards and two of its kin, side by side.
List triptych(const ResourcePage& page) {
  List out;
  for (const std::string_view kin : {"", "/2", "/3"}) {
    out.push_back({Fields().raw("panel_svg", panel(page.id + std::string(kin), page.type_id)).done()});
  }
  return out;
}

Object picture_part(const ResourcePage& page) {
  std::vector<Picture> own;
  for (const Picture& picture : page.pictures) {
    if (!html::own_url(picture.url).empty()) own.push_back(picture);
  }
  const bool none = own.empty();
  const Picture first = none ? Picture{} : own.front();
  if (!none) own.erase(own.begin());
  if (own.size() > most_thumbs) own.resize(most_thumbs);
  return Fields()
      .maybe("resource_hero", !none, picture_fields(first))
      .list("resource_panels", none ? triptych(page) : List{})
      .list("resource_thumbs", each(own, picture_fields))
      .optional("resource_picture_credit", page.picture_credit)
      .done();
}

Object main_part(const ResourcePage& page) {
  const Text title = page.title.empty() ? Text{words("card.untitled"), {}} : page.title;
  return Fields()
      .optional_url("resource_back_url", page.back_url)
      .text("resource_back_label", page.back_label.empty() ? words("resource.back") : page.back_label)
      .optional_url("resource_newer_url", page.newer_url)
      .optional("resource_type", page.type)
      .said("resource_title", title)
      .said("resource_summary", page.summary)
      .optional_url("resource_link", page.link)
      .text("resource_link_label",
            page.by.name.empty() ? words("resource.open") : words("resource.open_at", "name", page.by.name))
      .list("resource_description", paragraph_list(paragraphs(page.description)))
      .list("resource_objectives", paragraph_list(page.objectives))
      .list("resource_materials", paragraph_list(page.materials))
      .list("resource_steps", paragraph_list(page.steps))
      .list("resource_vocabulary", each(page.vocabulary, definition_fields))
      .list("resource_misconceptions", each(page.misconceptions, definition_fields))
      .list("resource_keywords", counted_links(page.keywords))
      .list("resource_files", each(page.files, file_fields))
      .done();
}

Object rights_part(const ResourcePage& page) {
  return Fields()
      .join(rights_fields(page.rights))
      .list("resource_verbs", verbs(page.rights, page.by.name))
      .optional("resource_credit", page.credit_line)
      .optional_url("resource_ask_url", page.ask_url)
      .done();
}

Object details_part(const ResourcePage& page) {
  return Fields()
      .join(facts_fields("resource_glance", page.facts))
      .join(facts_fields("resource_provenance", page.provenance))
      .join(facts_fields("resource_details", page.details))
      .join(machine_links_fields(page.machine_links))
      .list("resource_statements", each(page.statements, statement_row))
      .list("resource_similar", card_list(page.similar, 3))
      .list("resource_citations", each(page.citations, citation_fields))
      .maybe("resource_json_ld", !page.json_ld.empty(), Fields().raw("json_ld", page.json_ld).done())
      .done();
}

}  // namespace

std::string resource_page(const ResourcePage& page) {
  return render("resource", Fields()
                                .join(frame_fields(page.frame))
                                .join(organisation_fields(page.by))
                                .join(main_part(page))
                                .join(picture_part(page))
                                .join(rights_part(page))
                                .join(details_part(page))
                                .done());
}

}  // namespace commonplace::ui
