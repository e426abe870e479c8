#include "ui/cards.h"

#include "ui/colour.h"
#include "ui/panels.h"
#include "ui/parts.h"
#include "ui/words.h"

namespace commonplace::ui {
namespace {

constexpr std::size_t pictures_at_once = 4;
constexpr std::size_t excerpt_bytes = 340;

List card_facts(const Card& card) {
  std::vector<std::string> facts;
  for (std::string fact :
       {card.type, ages_in_words(card.ages), minutes_in_words(card.minutes), card.format,
        card.language.empty() ? std::string() : words("card.in_language", "language", card.language)}) {
    if (!fact.empty()) facts.push_back(std::move(fact));
  }
  return each(facts, [](const std::string& fact) { return Fields().text("fact", fact).done(); });
}

Object statement_fields(const std::optional<CardStatement>& statement) {
  const CardStatement it = statement.value_or(CardStatement{});
  return Fields()
      .text("statement_place", it.place)
      .said("statement_text", it.text)
      .truth("statement_suggested", it.how != Alignment::publisher && it.how != Alignment::node)
      .text("statement_how", it.through.empty() ? how_in_words(it.how) : it.through)
      .done();
}

struct RightsWords {
  std::string_view key;
  std::string_view tone;
};

RightsWords rights_words(const Rights& rights) {
  if (rights.print == Answer::no || rights.print == Answer::ask) return {"rights.ask", "ask"};
  if (rights.print == Answer::unsure) return {"rights.unsure", "ask"};
  if (rights.adapt == Answer::yes) {
    const bool credit = rights.credit != Answer::no;
    if (rights.sell == Answer::yes) return {credit ? "rights.free_credit" : "rights.free", "ok"};
    return {credit ? "rights.not_sell_credit" : "rights.not_sell", "ok"};
  }
  if (rights.adapt == Answer::no) return {"rights.unchanged", "ok"};
  return {"rights.class_only", "ask"};
}

bool begins_character(const std::string& text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

// CONTRACT §4: Crockford's base 32, so that it may be an anchor as it is.
bool is_public_id(const std::string& id) {
  return !id.empty() && id.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz") == std::string::npos;
}

// The first three lines or so, cut between words: the card shows no more, and the page has a budget (specs/ux.md
// §14.5).
MarkedText excerpt(MarkedText text) {
  if (text.text.size() <= excerpt_bytes) return text;
  auto end = text.text.find_last_of(" \n", excerpt_bytes);
  if (end == std::string::npos || end < excerpt_bytes / 2) {
    end = excerpt_bytes;
    while (!begins_character(text.text, end)) --end;
  }
  text.text.resize(end);
  text.text += " …";
  return text;
}

Object part(std::string text, bool marked) {
  return Fields().text("part_text", std::move(text)).truth("part_marked", marked).done();
}

}  // namespace

List marked_parts(const MarkedText& marked) {
  const std::string& text = marked.text;
  List parts;
  std::size_t at = 0;
  for (const Stretch& stretch : marked.marks) {
    const bool fits = stretch.begin >= at && stretch.begin < stretch.end && stretch.end <= text.size() &&
                      begins_character(text, stretch.begin) && begins_character(text, stretch.end);
    if (!fits) continue;
    if (stretch.begin > at) parts.push_back({part(text.substr(at, stretch.begin - at), false)});
    parts.push_back({part(text.substr(stretch.begin, stretch.end - stretch.begin), true)});
    at = stretch.end;
  }
  if (at < text.size()) parts.push_back({part(text.substr(at), false)});
  return parts;
}

std::string how_in_words(Alignment how) {
  switch (how) {
    case Alignment::publisher:
      return words("how.publisher");
    case Alignment::node:
      return words("how.node");
    case Alignment::exact:
      return words("how.exact");
    case Alignment::close:
      return words("how.close");
    case Alignment::related:
      return words("how.related");
  }
  return {};
}

Object picture_fields(const Picture& picture) {
  const bool sized = picture.width > 0 && picture.height > 0;
  return Fields()
      .url("picture_url", html::own_url(picture.url))
      .text("picture_alt", picture.alt)
      .truth("has_picture_size", sized)
      .text("picture_width", std::to_string(picture.width))
      .text("picture_height", std::to_string(picture.height))
      .done();
}

Object rights_fields(const Rights& rights) {
  const auto [key, tone] = rights_words(rights);
  return Fields()
      .text("rights_words", words(rights.label.empty() && rights.uri.empty() ? "rights.none" : key))
      .text("rights_tone", std::string(tone))
      .optional("rights_label", rights.label.size() <= 24 ? rights.label : std::string())
      .text("rights_name", rights.label.empty() ? words("rights.no_licence") : rights.label)
      .optional_url("rights_uri", rights.uri)
      .optional("rights_condition", rights.condition)
      .done();
}

Object card_fields(const Card& card, int level, bool lazy) {
  const bool pictured = card.picture && !html::own_url(card.picture->url).empty();
  const Object panel_of_card =
      pictured ? Object{} : Fields().raw("panel_svg", panel(card.id.empty() ? card.url : card.id, card.type_id)).done();
  MarkedText title = card.title;
  if (title.text.empty()) title = {words("card.untitled"), {}, {}};
  return Fields()
      .join(organisation_fields(card.by))
      .join(rights_fields(card.rights))
      .optional("card_anchor", is_public_id(card.id) ? card.id : std::string())
      .text("card_level", std::to_string(level))
      .url("card_url", card.url)
      .said("card_title", {title.text, title.lang})
      .list("card_title_parts", marked_parts(title))
      .said("card_description", {{}, card.description.lang})
      .list("card_description_parts", marked_parts(excerpt(card.description)))
      .maybe("card_picture", pictured, picture_fields(card.picture.value_or(Picture{})))
      .maybe("card_panel", !pictured, panel_of_card)
      .truth("card_lazy", lazy)
      .list("card_facts", card_facts(card))
      .maybe("card_statement", card.statement.has_value(), statement_fields(card.statement))
      .list("card_why", each(card.why, [](const auto& why) { return Fields().text("why", why).done(); }))
      .optional("card_reason", card.reason)
      .done();
}

List card_list(const std::vector<Card>& cards, int level) {
  List out;
  for (const Card& card : cards) out.push_back({card_fields(card, level, out.size() >= pictures_at_once)});
  return out;
}

}  // namespace commonplace::ui
