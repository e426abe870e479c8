#include "node/curriculum/spellings.h"

#include <algorithm>
#include <array>
#include <utility>

namespace commonplace::curriculum {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// Sorted: looked up by bisection. Words that are another word on the other side of the sea (storey, tyre, draught) are
// left out.
constexpr auto spellings = std::to_array<Pair>({
    {"acknowledgement", "acknowledgment"}, {"aeroplane", "airplane"}, {"aeroplanes", "airplanes"}, {"aesthetic", "esthetic"},
    {"aesthetics", "esthetics"}, {"afterwards", "afterward"}, {"ageing", "aging"}, {"aluminium", "aluminum"}, {"amongst", "among"},
    {"anaemia", "anemia"}, {"analogue", "analog"}, {"analogues", "analogs"}, {"analyse", "analyze"}, {"analysed", "analyzed"},
    {"analysing", "analyzing"}, {"apologise", "apologize"}, {"archaeological", "archeological"}, {"archaeologist", "archeologist"},
    {"archaeologists", "archeologists"}, {"archaeology", "archeology"}, {"armour", "armor"}, {"artefact", "artifact"},
    {"artefacts", "artifacts"}, {"behaviour", "behavior"}, {"behavioural", "behavioral"}, {"behaviours", "behaviors"},
    {"burnt", "burned"}, {"calibre", "caliber"}, {"cancelled", "canceled"}, {"cancelling", "canceling"}, {"catalogue", "catalog"},
    {"catalogues", "catalogs"}, {"catalyse", "catalyze"}, {"catalysed", "catalyzed"}, {"categorise", "categorize"},
    {"categorised", "categorized"}, {"categorising", "categorizing"}, {"centimetre", "centimeter"}, {"centimetres", "centimeters"},
    {"centre", "center"}, {"centred", "centered"}, {"centres", "centers"}, {"channelling", "channeling"},
    {"characterise", "characterize"}, {"characterised", "characterized"}, {"civilisation", "civilization"},
    {"civilisations", "civilizations"}, {"colonisation", "colonization"}, {"colour", "color"}, {"coloured", "colored"},
    {"colourful", "colorful"}, {"colouring", "coloring"}, {"colours", "colors"}, {"cosy", "cozy"}, {"counsellor", "counselor"},
    {"criticise", "criticize"}, {"criticised", "criticized"}, {"criticising", "criticizing"}, {"crystallisation", "crystallization"},
    {"customise", "customize"}, {"defence", "defense"}, {"defences", "defenses"}, {"dialogue", "dialog"}, {"dialogues", "dialogs"},
    {"dreamt", "dreamed"}, {"eight", "8"}, {"eleven", "11"}, {"emphasise", "emphasize"}, {"emphasised", "emphasized"},
    {"emphasising", "emphasizing"}, {"encyclopaedia", "encyclopedia"}, {"encyclopaedias", "encyclopedias"}, {"endeavour", "endeavor"},
    {"endeavours", "endeavors"}, {"enrol", "enroll"}, {"epilogue", "epilog"}, {"factorise", "factorize"}, {"factorised", "factorized"},
    {"factorising", "factorizing"}, {"favour", "favor"}, {"favourable", "favorable"}, {"favourite", "favorite"},
    {"favourites", "favorites"}, {"favours", "favors"}, {"fertilisation", "fertilization"}, {"fibre", "fiber"}, {"fibres", "fibers"},
    {"fifty", "50"}, {"five", "5"}, {"flavour", "flavor"}, {"flavours", "flavors"}, {"foetus", "fetus"}, {"four", "4"},
    {"fuelled", "fueled"}, {"fulfil", "fulfill"}, {"fulfils", "fulfills"}, {"generalisation", "generalization"},
    {"generalisations", "generalizations"}, {"generalise", "generalize"}, {"generalised", "generalized"},
    {"generalising", "generalizing"}, {"globalisation", "globalization"}, {"grey", "gray"}, {"greys", "grays"},
    {"haemoglobin", "hemoglobin"}, {"harbour", "harbor"}, {"harbours", "harbors"}, {"harmonise", "harmonize"},
    {"harmonising", "harmonizing"}, {"honour", "honor"}, {"honoured", "honored"}, {"honours", "honors"}, {"humour", "humor"},
    {"hundred", "100"}, {"hundreds", "100s"}, {"hypothesise", "hypothesize"}, {"immunisation", "immunization"},
    {"industrialisation", "industrialization"}, {"instalment", "installment"}, {"ionisation", "ionization"},
    {"jewellery", "jewelry"}, {"judgement", "judgment"}, {"judgements", "judgments"}, {"kilometre", "kilometer"},
    {"kilometres", "kilometers"}, {"labelled", "labeled"}, {"labelling", "labeling"}, {"labour", "labor"}, {"labourer", "laborer"},
    {"labourers", "laborers"}, {"labours", "labors"}, {"learnt", "learned"}, {"licence", "license"}, {"licences", "licenses"},
    {"litre", "liter"}, {"litres", "liters"}, {"lustre", "luster"}, {"manoeuvre", "maneuver"}, {"manoeuvres", "maneuvers"},
    {"marvellous", "marvelous"}, {"maths", "math"}, {"maximise", "maximize"}, {"maximised", "maximized"}, {"mediaeval", "medieval"},
    {"memorise", "memorize"}, {"memorised", "memorized"}, {"memorising", "memorizing"}, {"metre", "meter"}, {"metres", "meters"},
    {"millilitre", "milliliter"}, {"millilitres", "milliliters"}, {"millimetre", "millimeter"}, {"millimetres", "millimeters"},
    {"minimise", "minimize"}, {"minimised", "minimized"}, {"modelled", "modeled"}, {"modelling", "modeling"}, {"modernise", "modernize"},
    {"monologue", "monolog"}, {"mould", "mold"}, {"moulded", "molded"}, {"moulding", "molding"}, {"moulds", "molds"},
    {"moustache", "mustache"}, {"mum", "mom"}, {"neighbour", "neighbor"}, {"neighbourhood", "neighborhood"},
    {"neighbourhoods", "neighborhoods"}, {"neighbouring", "neighboring"}, {"neighbours", "neighbors"},
    {"neutralisation", "neutralization"}, {"neutralise", "neutralize"}, {"nine", "9"}, {"odour", "odor"}, {"odours", "odors"},
    {"oestrogen", "estrogen"}, {"offence", "offense"}, {"offences", "offenses"}, {"organisation", "organization"},
    {"organisations", "organizations"}, {"organise", "organize"}, {"organised", "organized"}, {"organises", "organizes"},
    {"organising", "organizing"}, {"oxidise", "oxidize"}, {"oxidised", "oxidized"}, {"palaeontology", "paleontology"},
    {"paralyse", "paralyze"}, {"parlour", "parlor"}, {"plough", "plow"}, {"ploughing", "plowing"}, {"ploughs", "plows"},
    {"polymerisation", "polymerization"}, {"practise", "practice"}, {"practised", "practiced"}, {"practises", "practices"},
    {"practising", "practicing"}, {"pretence", "pretense"}, {"prioritise", "prioritize"}, {"prioritised", "prioritized"},
    {"prioritising", "prioritizing"}, {"programme", "program"}, {"programmes", "programs"}, {"prologue", "prolog"},
    {"pyjamas", "pajamas"}, {"quarrelling", "quarreling"}, {"rationalise", "rationalize"}, {"rationalising", "rationalizing"},
    {"realise", "realize"}, {"realised", "realized"}, {"realising", "realizing"}, {"recognise", "recognize"},
    {"recognised", "recognized"}, {"recognises", "recognizes"}, {"recognising", "recognizing"}, {"rumour", "rumor"},
    {"rumours", "rumors"}, {"savour", "savor"}, {"sceptical", "skeptical"}, {"seven", "7"}, {"signalling", "signaling"}, {"six", "6"},
    {"skilful", "skillful"}, {"skilfully", "skillfully"}, {"sombre", "somber"}, {"specialisation", "specialization"},
    {"specialise", "specialize"}, {"specialised", "specialized"}, {"specialising", "specializing"}, {"spectre", "specter"},
    {"spelt", "spelled"}, {"splendour", "splendor"}, {"standardise", "standardize"}, {"standardised", "standardized"},
    {"sulphate", "sulfate"}, {"sulphates", "sulfates"}, {"sulphur", "sulfur"}, {"sulphuric", "sulfuric"}, {"summarise", "summarize"},
    {"summarised", "summarized"}, {"summarises", "summarizes"}, {"summarising", "summarizing"}, {"symbolise", "symbolize"},
    {"symbolised", "symbolized"}, {"synthesise", "synthesize"}, {"synthesised", "synthesized"}, {"ten", "10"}, {"tens", "10s"},
    {"theatre", "theater"}, {"theatres", "theaters"}, {"thirty", "30"}, {"thousand", "1000"}, {"thousands", "1000s"}, {"three", "3"},
    {"towards", "toward"}, {"travelled", "traveled"}, {"traveller", "traveler"}, {"travellers", "travelers"}, {"travelling", "traveling"},
    {"tumour", "tumor"}, {"tumours", "tumors"}, {"twelve", "12"}, {"twenty", "20"}, {"two", "2"}, {"urbanisation", "urbanization"},
    {"utilise", "utilize"}, {"utilised", "utilized"}, {"utilising", "utilizing"}, {"vapour", "vapor"}, {"vapours", "vapors"},
    {"vigour", "vigor"}, {"visualisation", "visualization"}, {"visualise", "visualize"}, {"visualised", "visualized"},
    {"visualising", "visualizing"}, {"whilst", "while"}, {"woollen", "woolen"}, {"zero", "0"},
});

}  // namespace

std::string_view unified_spelling(std::string_view word) {
  const auto found = std::lower_bound(spellings.begin(), spellings.end(), word, [](const Pair& pair, std::string_view w) { return pair.first < w; });
  return found != spellings.end() && found->first == word ? found->second : word;
}

}  // namespace commonplace::curriculum
