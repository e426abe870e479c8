// British and American spellings (SRCH-16): one table, read both ways, by stems, so that "colouring" finds "coloring".
// Words that mean something else in the other spelling (story, storey) are left out.
#include <algorithm>
#include <array>
#include <unordered_map>

#include "node/search/thesaurus.h"

namespace commonplace::search {

namespace {

struct Spellings {
  std::string_view british;
  std::string_view american;
};
constexpr auto table = std::to_array<Spellings>({
    {"acknowledgement", "acknowledgment"}, {"aeroplane", "airplane"}, {"ageing", "aging"}, {"aluminium", "aluminum"},
    {"amphitheatre", "amphitheater"}, {"anaemia", "anemia"}, {"anaesthetic", "anesthetic"}, {"analogue", "analog"},
    {"analyse", "analyze"}, {"annexe", "annex"}, {"apologise", "apologize"}, {"appal", "appall"}, {"arbour", "arbor"},
    {"archaeology", "archeology"}, {"ardour", "ardor"}, {"armour", "armor"}, {"artefact", "artifact"},
    {"authorise", "authorize"}, {"behaviour", "behavior"}, {"behavioural", "behavioral"}, {"brutalise", "brutalize"},
    {"caesium", "cesium"}, {"calibre", "caliber"}, {"cancelled", "canceled"}, {"cancelling", "canceling"},
    {"candour", "candor"}, {"capitalise", "capitalize"}, {"carcase", "carcass"}, {"catalogue", "catalog"},
    {"catalyse", "catalyze"}, {"categorise", "categorize"}, {"centimetre", "centimeter"},
    {"centralise", "centralize"}, {"centre", "center"}, {"centrepiece", "centerpiece"}, {"channelled", "channeled"},
    {"characterise", "characterize"}, {"chequered", "checkered"}, {"chiselled", "chiseled"},
    {"christianise", "christianize"}, {"civilise", "civilize"}, {"clamour", "clamor"}, {"colonise", "colonize"},
    {"colour", "color"}, {"colourful", "colorful"}, {"commercialise", "commercialize"},
    {"computerise", "computerize"}, {"conceptualise", "conceptualize"}, {"connexion", "connection"},
    {"contextualise", "contextualize"}, {"cosy", "cozy"}, {"counsellor", "counselor"}, {"criticise", "criticize"},
    {"crystallise", "crystallize"}, {"customise", "customize"}, {"defence", "defense"}, {"demeanour", "demeanor"},
    {"democratise", "democratize"}, {"dialogue", "dialog"}, {"diarrhoea", "diarrhea"}, {"digitise", "digitize"},
    {"distil", "distill"}, {"doughnut", "donut"}, {"dramatise", "dramatize"}, {"economise", "economize"},
    {"emphasise", "emphasize"}, {"enamour", "enamor"}, {"encyclopaedia", "encyclopedia"}, {"endeavour", "endeavor"},
    {"enrol", "enroll"}, {"enthral", "enthrall"}, {"epicentre", "epicenter"}, {"epilogue", "epilog"},
    {"equalise", "equalize"}, {"equalled", "equaled"}, {"familiarise", "familiarize"}, {"favour", "favor"},
    {"favourite", "favorite"}, {"fertilise", "fertilize"}, {"fervour", "fervor"}, {"fibre", "fiber"},
    {"fictionalise", "fictionalize"}, {"finalise", "finalize"}, {"flavour", "flavor"}, {"foetus", "fetus"},
    {"formalise", "formalize"}, {"fossilise", "fossilize"}, {"fuelled", "fueled"}, {"fulfil", "fulfill"},
    {"furore", "furor"}, {"gaol", "jail"}, {"generalise", "generalize"}, {"glamorise", "glamorize"},
    {"glamour", "glamor"}, {"globalise", "globalize"}, {"gramme", "gram"}, {"grey", "gray"},
    {"greyscale", "grayscale"}, {"haemoglobin", "hemoglobin"}, {"haemorrhage", "hemorrhage"}, {"harbour", "harbor"},
    {"harmonise", "harmonize"}, {"homoeopathy", "homeopathy"}, {"honour", "honor"}, {"honourable", "honorable"},
    {"hospitalise", "hospitalize"}, {"humanise", "humanize"}, {"humour", "humor"}, {"hypothesise", "hypothesize"},
    {"idealise", "idealize"}, {"immunise", "immunize"}, {"industrialise", "industrialize"},
    {"inflexion", "inflection"}, {"initialise", "initialize"}, {"instil", "instill"}, {"internalise", "internalize"},
    {"itemise", "itemize"}, {"jeopardise", "jeopardize"}, {"jeweller", "jeweler"}, {"jewellery", "jewelry"},
    {"judgement", "judgment"}, {"kilogramme", "kilogram"}, {"kilometre", "kilometer"}, {"labelled", "labeled"},
    {"labelling", "labeling"}, {"labour", "labor"}, {"legalise", "legalize"}, {"leukaemia", "leukemia"},
    {"levelled", "leveled"}, {"liberalise", "liberalize"}, {"likeable", "likable"}, {"liquorice", "licorice"},
    {"litre", "liter"}, {"localise", "localize"}, {"lustre", "luster"}, {"magnetise", "magnetize"},
    {"manoeuvre", "maneuver"}, {"marginalise", "marginalize"}, {"marvellous", "marvelous"},
    {"materialise", "materialize"}, {"maximise", "maximize"}, {"meagre", "meager"}, {"mechanise", "mechanize"},
    {"mediaeval", "medieval"}, {"memorise", "memorize"}, {"metre", "meter"}, {"militarise", "militarize"},
    {"millilitre", "milliliter"}, {"millimetre", "millimeter"}, {"minimise", "minimize"},
    {"misdemeanour", "misdemeanor"}, {"mitre", "miter"}, {"mobilise", "mobilize"}, {"modelled", "modeled"},
    {"modeller", "modeler"}, {"modelling", "modeling"}, {"modernise", "modernize"}, {"monologue", "monolog"},
    {"monopolise", "monopolize"}, {"moralise", "moralize"}, {"motorise", "motorize"}, {"mould", "mold"},
    {"mouldy", "moldy"}, {"moult", "molt"}, {"moustache", "mustache"}, {"multicoloured", "multicolored"},
    {"nationalise", "nationalize"}, {"naturalise", "naturalize"}, {"neighbour", "neighbor"},
    {"neighbourhood", "neighborhood"}, {"neutralise", "neutralize"}, {"normalise", "normalize"}, {"ochre", "ocher"},
    {"odour", "odor"}, {"oesophagus", "esophagus"}, {"oestrogen", "estrogen"}, {"offence", "offense"},
    {"omelette", "omelet"}, {"optimise", "optimize"}, {"organise", "organize"}, {"orthopaedic", "orthopedic"},
    {"oxidise", "oxidize"}, {"paediatric", "pediatric"}, {"palaeolithic", "paleolithic"},
    {"palaeontology", "paleontology"}, {"paralyse", "paralyze"}, {"parlour", "parlor"}, {"pasteurise", "pasteurize"},
    {"patronise", "patronize"}, {"pedlar", "peddler"}, {"penalise", "penalize"}, {"personalise", "personalize"},
    {"philosophise", "philosophize"}, {"phoney", "phony"}, {"plagiarise", "plagiarize"}, {"plough", "plow"},
    {"polarise", "polarize"}, {"politicise", "politicize"}, {"popularise", "popularize"},
    {"practising", "practicing"}, {"pressurise", "pressurize"}, {"pretence", "pretense"}, {"primaeval", "primeval"},
    {"prioritise", "prioritize"}, {"privatise", "privatize"}, {"programme", "program"}, {"prologue", "prolog"},
    {"publicise", "publicize"}, {"pyjamas", "pajamas"}, {"quarrelled", "quarreled"}, {"rancour", "rancor"},
    {"randomise", "randomize"}, {"rationalise", "rationalize"}, {"realise", "realize"}, {"recognise", "recognize"},
    {"recolonise", "recolonize"}, {"reorganise", "reorganize"}, {"revolutionise", "revolutionize"},
    {"rigour", "rigor"}, {"romanise", "romanize"}, {"rumour", "rumor"}, {"sabre", "saber"},
    {"saltpetre", "saltpeter"}, {"satirise", "satirize"}, {"saviour", "savior"}, {"savour", "savor"},
    {"scandalise", "scandalize"}, {"sceptic", "skeptic"}, {"sceptical", "skeptical"}, {"sceptre", "scepter"},
    {"scrutinise", "scrutinize"}, {"secularise", "secularize"}, {"sensitise", "sensitize"},
    {"sepulchre", "sepulcher"}, {"serialise", "serialize"}, {"sexualise", "sexualize"}, {"signalled", "signaled"},
    {"signalling", "signaling"}, {"sizeable", "sizable"}, {"skilful", "skillful"}, {"smoulder", "smolder"},
    {"socialise", "socialize"}, {"sombre", "somber"}, {"specialise", "specialize"}, {"spectre", "specter"},
    {"splendour", "splendor"}, {"stabilise", "stabilize"}, {"standardise", "standardize"}, {"sterilise", "sterilize"},
    {"stylise", "stylize"}, {"subsidise", "subsidize"}, {"succour", "succor"}, {"sulphate", "sulfate"},
    {"sulphide", "sulfide"}, {"sulphur", "sulfur"}, {"sulphuric", "sulfuric"}, {"summarise", "summarize"},
    {"symbolise", "symbolize"}, {"sympathise", "sympathize"}, {"synchronise", "synchronize"},
    {"synthesise", "synthesize"}, {"terrorise", "terrorize"}, {"theatre", "theater"}, {"theorise", "theorize"},
    {"titbit", "tidbit"}, {"towards", "toward"}, {"tranquillity", "tranquility"}, {"travelled", "traveled"},
    {"traveller", "traveler"}, {"travelling", "traveling"}, {"travelogue", "travelog"}, {"trivialise", "trivialize"},
    {"tsar", "czar"}, {"tumour", "tumor"}, {"tyrannise", "tyrannize"}, {"unionise", "unionize"},
    {"urbanise", "urbanize"}, {"utilise", "utilize"}, {"valour", "valor"}, {"vandalise", "vandalize"},
    {"vaporise", "vaporize"}, {"vapour", "vapor"}, {"verbalise", "verbalize"}, {"victimise", "victimize"},
    {"vigour", "vigor"}, {"visualise", "visualize"}, {"vocalise", "vocalize"}, {"waggon", "wagon"},
    {"watercolour", "watercolor"}, {"westernise", "westernize"}, {"whisky", "whiskey"}, {"wilful", "willful"},
    {"woollen", "woolen"}, {"yoghurt", "yogurt"}});

using Others = std::unordered_map<std::string, std::vector<std::string>>;

std::string stem_of(std::string_view word) {
  std::vector<std::string> terms;
  append_terms(std::string(word), Language::english, terms);
  return terms.front();
}

void add(Others& others, const std::string& term, const std::string& other) {
  auto& known = others[term];
  if (term != other && std::find(known.begin(), known.end(), other) == known.end()) known.push_back(other);
}

Others read_table() {
  Others others;
  for (const auto& [british, american] : table) {
    add(others, stem_of(british), stem_of(american));
    add(others, stem_of(american), stem_of(british));
  }
  return others;
}

}  // namespace

const std::vector<std::string>& other_spellings(const std::string& english_term) {
  static const Others others = read_table();
  static const std::vector<std::string> none;
  const auto found = others.find(english_term);
  return found == others.end() ? none : found->second;
}

std::size_t other_spelling_count() {
  return table.size();
}

}  // namespace commonplace::search
