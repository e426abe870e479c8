// What the answering element of each verb holds, and the packages in its containers.
#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "harvest/validator/checks.h"
#include "harvest/validator/excerpt.h"
#include "harvest/validator/structure.h"

namespace commonplace::harvest::validator {

namespace {

bool is_unreserved(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view("-_.!~*'()").find(c) != std::string_view::npos;
}

bool names_schema(const Element& package) {
  return package.declares_namespace &&
         std::any_of(package.attributes.begin(), package.attributes.end(), [](const Attribute& a) {
           return a.local == "schemaLocation" && a.space == "http://www.w3.org/2001/XMLSchema-instance";
         });
}

void check_container(Interview& interview, const Answer& answer, const Element& container,
                     std::string_view schema_rule) {
  const bool holds_one = container.children.size() == 1 && !container.children.front().is_oai();
  interview.hold(
      "one-element", holds_one, answer,
      fmt::format("{} holds {} elements, or one of OAI-PMH itself.", container.local, container.children.size()));
  if (!holds_one) return;
  const Element& package = container.children.front();
  interview.hold(schema_rule, names_schema(package), answer,
                 fmt::format("{} in {} has no xmlns or no xsi:schemaLocation of its own.", excerpt(package.local),
                             container.local));
}

void check_containers_of(Interview& interview, const Answer& answer, const Element& parent) {
  for (const auto& child : parent.children) {
    if (!child.is_oai()) continue;
    if (child.local == "metadata") check_container(interview, answer, child, "metadata-schema");
    if (child.local == "about" || child.local == "description" || child.local == "setDescription")
      check_container(interview, answer, child, "container-schema");
  }
}

void check_record_structure(Interview& interview, const Answer& answer, const Element& record) {
  const auto fault = misfit(record, {{"header"}, {"metadata", 0, 1}, {"about", 0, 0}});
  interview.hold("record-structure", fault.empty(), answer, fault);
  check_containers_of(interview, answer, record);
}

void check_header_structure(Interview& interview, const Answer& answer, const Element& header) {
  auto fault = misfit(header, {{"identifier"}, {"datestamp"}, {"setSpec", 0, 0}});
  for (const auto& attribute : header.attributes)
    if (fault.empty() && (attribute.local != "status" || attribute.value != "deleted"))
      fault = fmt::format("It has the attribute {} with {}.", excerpt(attribute.local), excerpt(attribute.value));
  interview.hold("header-structure", fault.empty(), answer, fault);
}

void check_list(Interview& interview, const Answer& answer, const Element& list) {
  const bool of_headers = list.local == "ListIdentifiers";
  const std::string_view item = of_headers ? "header" : "record";
  const auto fault =
      list.local == "GetRecord" ? misfit(list, {{item}}) : misfit(list, {{item, 1, 0}, {"resumptionToken", 0, 1}});
  interview.hold("list-structure", fault.empty(), answer, fault);
  for (const auto& child : list.children) {
    if (child.local == "record") check_record_structure(interview, answer, child);
    const Element* header = child.local == "record"   ? child.child("header")
                            : child.local == "header" ? &child
                                                      : nullptr;
    if (header) check_header_structure(interview, answer, *header);
  }
}

void check_format_list(Interview& interview, const Answer& answer, const Element& list) {
  for (const auto& format : list.children) {
    const auto fault = misfit(format, {{"metadataPrefix"}, {"schema"}, {"metadataNamespace"}});
    interview.hold("format-structure", fault.empty() && format.local == "metadataFormat", answer, fault);
  }
  if (list.children.empty()) interview.broken("format-structure", answer, "The list of formats is empty.");
}

void check_set_list(Interview& interview, const Answer& answer, const Element& list) {
  for (const auto& set : list.children) {
    if (set.local == "resumptionToken") continue;
    const auto fault = misfit(set, {{"setSpec"}, {"setName"}, {"setDescription", 0, 0}});
    interview.hold("set-structure", fault.empty() && set.local == "set", answer, fault);
    interview.hold("set-name", !set.words_of("setName").empty(), answer,
                   fmt::format("The set {} has no name.", excerpt(set.words_of("setSpec"))));
    check_containers_of(interview, answer, set);
  }
}

void check_identify_content(Interview& interview, const Answer& answer, const Element& identify) {
  const auto fault = misfit(identify, {{"repositoryName"},
                                       {"baseURL"},
                                       {"protocolVersion"},
                                       {"adminEmail", 1, 0},
                                       {"earliestDatestamp"},
                                       {"deletedRecord"},
                                       {"granularity"},
                                       {"compression", 0, 0},
                                       {"description", 0, 0}});
  interview.hold("identify-structure", fault.empty(), answer, fault);
  check_containers_of(interview, answer, identify);
}

}  // namespace

bool is_prefix(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_unreserved);
}

bool is_set_spec(std::string_view text) {
  bool run_is_empty = true;
  for (const char c : text) {
    if (c == ':' ? run_is_empty : !is_unreserved(c)) return false;
    run_is_empty = c == ':';
  }
  return !run_is_empty;
}

bool is_within(std::string_view spec, std::string_view set) {
  return spec.starts_with(set) && (spec.size() == set.size() || spec[set.size()] == ':');
}

void check_content(Interview& interview, const Answer& answer) {
  const Element* answering = answer.verb();
  if (!answering) return;
  const std::string& verb = answering->local;
  if (verb == "Identify") return check_identify_content(interview, answer, *answering);
  if (verb == "ListMetadataFormats") return check_format_list(interview, answer, *answering);
  if (verb == "ListSets") return check_set_list(interview, answer, *answering);
  if (verb == "ListRecords" || verb == "ListIdentifiers" || verb == "GetRecord")
    check_list(interview, answer, *answering);
}

}  // namespace commonplace::harvest::validator
