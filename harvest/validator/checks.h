// The parts of a judgement. Those of one answer are called for every answer by the interview; the others ask questions
// of their own and are called once, in this order, by judge().
#pragma once

#include <string>
#include <string_view>

#include "harvest/validator/interview.h"

namespace commonplace::harvest::validator {

// An identifier that no repository has.
inline constexpr std::string_view nobodys_identifier = "oai:nobody.invalid:commonplace-asks-7f3a";

// -- every answer
void check_busy(Interview& interview, const Reply& reply, const Answer& answer);
void check_reply(Interview& interview, const Question& question, const Answer& answer, const ReplyTree& tree);
void check_content(Interview& interview, const Answer& answer);  // what the answering element holds
void check_records(Interview& interview, const Answer& answer);

// -- the questions
bool check_identify(Interview& interview);  // false: this is no repository, and nothing else needs asking
void check_formats(Interview& interview);
void check_sets(Interview& interview);
void check_lists(Interview& interview);
void check_formats_of_record(Interview& interview);
void check_sampled_records(Interview& interview);
void check_set_members(Interview& interview);
void check_wrong_arguments(Interview& interview);
void check_wrong_tokens(Interview& interview);
void check_dates(Interview& interview);
void check_door(Interview& interview);

// -- signs (OAI-PMH.xsd)
bool is_prefix(std::string_view text);
bool is_set_spec(std::string_view text);
// `spec` itself or below it: "a:b" is within "a".
bool is_within(std::string_view spec, std::string_view set);

}  // namespace commonplace::harvest::validator
