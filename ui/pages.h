// Every page that ui/ can draw: a view of plain values in, a whole HTML document out.
// Safe from any thread; each thread parses the templates once. Throws std::logic_error for a template that names
// something its view does not set (UI-192): a broken house, found by tests.
#pragma once

#include <string>
#include <vector>

#include "ui/curriculum_pages.h"
#include "ui/home.h"
#include "ui/organisation_pages.h"
#include "ui/plain_pages.h"
#include "ui/resource.h"
#include "ui/results.h"

namespace commonplace::ui {

std::string home_page(const HomePage& page);
std::string results_page(const ResultsPage& page);
std::string resource_page(const ResourcePage& page);
std::string organisation_page(const OrganisationPage& page);
std::string organisations_page(const OrganisationsPage& page);
std::string curriculum_page(const CurriculumPage& page);
std::string framework_page(const FrameworkPage& page);
std::string statement_page(const StatementPage& page);
std::string text_page(const TextPage& page);
std::string not_found_page(const NotFoundPage& page);  // 404
std::string gone_page(const GonePage& page);           // 410
std::string error_page(const ErrorPage& page);         // 403, 413, 429, 500, 503 …

// Called at start: problems of the embedded templates (not parseable, raw tags beyond the list, unknown words or
// partials), each with its file; empty when all is well (UI-191, UI-196).
std::vector<std::string> template_problems();

}  // namespace commonplace::ui
