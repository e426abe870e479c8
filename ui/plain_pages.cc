#include "ui/plain_pages.h"

#include <array>

#include "ui/pages.h"
#include "ui/parts.h"
#include "ui/render.h"
#include "ui/words.h"

namespace commonplace::ui {
namespace {

List cells(const std::vector<std::string>& texts) {
  return each(texts, [](const std::string& text) { return Fields().text("cell", text).done(); });
}

Object section_fields(const TextSection& section) {
  return Fields()
      .optional("section_heading", section.heading)
      .text("section_label", section.heading.empty() ? words("text.table") : section.heading)
      .list("section_paragraphs", paragraph_list(section.paragraphs))
      .list("section_points", paragraph_list(section.points))
      .list("section_head", cells(section.table.head))
      .list("section_rows",
            each(section.table.rows, [](const auto& row) { return Fields().list("row_cells", cells(row)).done(); }))
      .list("section_links", link_list(section.links))
      .done();
}

struct Message {
  std::string kind;
  std::string heading;
  std::vector<std::string> paragraphs;
  std::vector<model::Link> links;
  Organisation by;
  std::string reference;
};

std::string message_page(Frame frame, const Message& message) {
  frame.index = false;
  if (frame.title.empty()) frame.title = message.heading;
  return render("message", Fields()
                               .join(frame_fields(frame))
                               .optional("message_kind", message.kind)
                               .text("message_heading", message.heading)
                               .list("message_paragraphs", paragraph_list(message.paragraphs))
                               .list("message_links", link_list(message.links))
                               .maybe("message_by", !message.by.name.empty(), organisation_fields(message.by))
                               .optional("message_reference", message.reference)
                               .done());
}

// The usual words for a status; other statuses get those of 500.
std::string status_key(int status) {
  constexpr std::array<int, 9> known{400, 403, 405, 409, 413, 422, 429, 500, 503};
  for (const int one : known) {
    if (one == status) return "error." + std::to_string(status);
  }
  return status >= 400 && status < 500 ? "error.400" : "error.500";
}

}  // namespace

std::string text_page(const TextPage& page) {
  return render("text", Fields()
                            .join(frame_fields(page.frame))
                            .optional("text_lead", page.lead)
                            .list("text_sections", each(page.sections, section_fields))
                            .done());
}

std::string not_found_page(const NotFoundPage& page) {
  Message message;
  message.kind = "404";
  message.heading = words("not_found.heading");
  message.paragraphs = {words("not_found.help")};
  for (const HelpLink& near : page.near) message.links.push_back({near.label, near.url});
  return message_page(page.frame, message);
}

std::string gone_page(const GonePage& page) {
  Message message;
  message.kind = words("gone.kind");
  message.by = page.by;
  message.heading = page.title.empty() ? words("gone.heading") : page.title.text;
  message.paragraphs.push_back(page.by.name.empty() ? words("gone.withdrawn")
                                                    : words("gone.withdrawn_by", "name", page.by.name));
  if (!page.when.empty()) message.paragraphs.push_back(words("gone.when", "when", page.when));
  if (!page.reason.empty()) message.paragraphs.push_back(words("gone.reason", "reason", page.reason));
  if (!page.replacement_url.empty()) {
    message.links.push_back(
        {page.replacement_title.empty() ? words("gone.replacement") : page.replacement_title, page.replacement_url});
  }
  return message_page(page.frame, message);
}

std::string error_page(const ErrorPage& page) {
  const std::string key = status_key(page.status);
  Message message;
  message.kind = std::to_string(page.status);
  message.reference = page.request_id;
  message.heading = page.heading.empty() ? words(key + ".heading") : page.heading;
  message.paragraphs = page.paragraphs.empty() ? std::vector{words(key + ".help")} : page.paragraphs;
  return message_page(page.frame, message);
}

}  // namespace commonplace::ui
