// Invented organisations and resources for the tests of ui/ and for looking at its pages.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ui/colour.h"
#include "ui/pages.h"

namespace commonplace::ui::sample {

std::vector<Brand> brands();

HomePage home();
HomePage empty_home();
ResultsPage results();
ResultsPage no_results();
ResourcePage resource();
ResourcePage pictured_resource();
OrganisationPage organisation();
OrganisationsPage organisations();
CurriculumPage curriculum();
FrameworkPage framework();
StatementPage statement();
TextPage text();

// Every page by a name, with everything in it that can be drawn.
std::vector<std::pair<std::string, std::string>> all_pages();

// The same pages with `text` in every field that can hold words of a person.
std::vector<std::pair<std::string, std::string>> all_pages_with(const std::string& text);

}  // namespace commonplace::ui::sample
