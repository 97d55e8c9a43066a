"""What a fact of the vocabulary is called in front of a person, in place of its code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from licensecheck.language import Language
from licensecheck.messages import message
from licensecheck.wording.result import Result

__all__ = ["FACT_WORDS", "fact_list", "fact_words", "in_words"]

_CODE: Final = re.compile(r"(?<![.\w])[a-z_]+\.[a-z_0-9]+(?![.\w])")

FACT_WORDS: Final[Mapping[str, str]] = {
    "licence.kind": message("kind of licence"),
    "licence.stage": message("stage of the licence"),
    "licence.new_information": message("new information after the licence"),
    "exporter.country": message("state of export"),
    "exporter.ccm": message("Convention on Cluster Munitions, state of export"),
    "item.listed": message("control list of the goods"),
    "item.category": message("category of the military list"),
    "item.entry": message("entry of the military list"),
    "item.form": message("form of the goods"),
    "item.kind": message("kind of goods"),
    "item.surveillance": message("use for surveillance or interception"),
    "item.crowd_control": message("use for crowd control"),
    "item.precursor": message("precursor of chemical weapons"),
    "item.ban": message("banned weapon"),
    "item.ban_possible": message("goods that a weapon ban can reach"),
    "item.naval": message("vessels or naval equipment"),
    "item.salw": message("whether the goods are small arms or light weapons"),
    "item.repression": message("usefulness of the goods for repression"),
    "item.hostilities": message("use of the goods in hostilities"),
    "item.protective": message("goods that take no part in hostilities"),
    "item.terror_use": message("goods that armed groups seek"),
    "item.reach": message("reach of the goods"),
    "item.novelty": message("what the goods add for the recipient"),
    "item.technology": message("level of the technology"),
    "item.mtcr": message("category of the missile regime"),
    "item.regime": message("control regime that lists the goods"),
    "deal.value_band": message("value of the deal"),
    "deal.burden": message("weight on the military budget"),
    "deal.quantity_fit": message("quantity against the recipient's forces"),
    "deal.ability": message("recipient's ability to run the goods"),
    "end_user.kind": message("kind of end user"),
    "end_user.intergovernmental": message("end user is of an organisation of states"),
    "end_user.government": message("end user is an organ of a state"),
    "end_user.security_role": message("internal security role of the end user"),
    "end_user.screening": message("sanctions screening of the end user"),
    "end_user.repression_record": message("end user's record of repression"),
    "end_user.ihl_record": message("end user's record under the law of armed conflict"),
    "end_user.gbv_record": message("end user's record of gender-based violence"),
    "end_user.diversion_record": message("end user's record of diversion"),
    "end_use.category": message("declared end use"),
    "end_use.place": message("place of use"),
    "end_use.onward": message("onward transfer of the goods"),
    "end_use.finished": message("finished product made from the goods"),
    "docs.euc": message("end-user certificate"),
    "docs.reexport_clause": message("undertaking not to re-export"),
    "buyer.kind": message("kind of buyer"),
    "buyer.armed_group": message("buyer that is an armed group"),
    "buyer.abroad": message("buyer in another state"),
    "docs.origin_consent": message("consent of the state of origin"),
    "docs.origin_refusal": message("refusal by the state of origin"),
    "embargo.old_contract": message("contract older than the embargo"),
    "chain.screening": message("sanctions screening of all parties"),
    "chain.unscreened": message("party that was not screened"),
    "chain.embargoed_hand": message("party or state of transit under an embargo"),
    "chain.embargo_possible": message("party or state of transit that may be under an embargo"),
    "chain.owner_embargoed": message("owner in an embargoed state"),
    "chain.red_flags": message("warning signs in the deal"),
    "embargo.state": message("state-wide arms embargo"),
    "embargo.scope": message("reach of the embargo"),
    "embargo.exemption": message("exemption from the embargo"),
    "embargo.non_state": message("embargo on armed groups or others than the state"),
    "embargo.partial": message("ban on certain goods"),
    "embargo.political": message("agreed restraint without an embargo"),
    "embargo.lapsed": message("last state-wide embargo"),
    "embargo.onward": message("onward transfer to an embargoed user"),
    "destination.depth": message("depth of screening"),
    "destination.partner": message("partner state"),
    "destination.att": message("Arms Trade Treaty"),
    "destination.rome": message("Rome Statute"),
    "destination.iccpr": message("Covenant on Civil and Political Rights"),
    "destination.cat": message("Convention against Torture"),
    "destination.npt": message("Non-Proliferation Treaty"),
    "destination.cwc": message("Chemical Weapons Convention"),
    "destination.btwc": message("Biological and Toxin Weapons Convention"),
    "destination.conventions_of_five": message("of five conventions on arms, party to"),
    "destination.regimes": message("of four control regimes, participant in"),
    "destination.cp_aligned": message("aligned with the Common Position"),
    "destination.un_rights_mandate": message("UN human-rights mandate"),
    "destination.caac_listed": message("state forces listed for children in armed conflict"),
    "destination.eu_regime": message("EU restrictive measures against the state"),
    "destination.rights_findings": message("serious violations found by UN, EU, Council of Europe"),
    "destination.human_rights": message("state violence"),
    "destination.rule_of_law": message("rule of law"),
    "destination.voice": message("political voice of the people"),
    "destination.accountability": message("investigation of its own forces"),
    "destination.gbv": message("gender-based violence"),
    "destination.conflict_territory": message("armed conflict in its territory"),
    "destination.conflict_party": message("side in an armed conflict"),
    "destination.conflict_support": message("troops in support of a side"),
    "destination.interstate": message("conflict with another state"),
    "destination.conflict_read": message("table of armed conflicts read"),
    "destination.territorial_claim": message("territorial claims"),
    "destination.ihl_record": message("record of its forces under the law of armed conflict"),
    "destination.aggression_record": message("record of aggression"),
    "destination.reexport_record": message("record of re-export without consent"),
    "destination.embargo_breach": message("breaches of arms embargoes"),
    "destination.terror_support": message("support of terrorism"),
    "destination.crime_links": message("support of organised crime"),
    "destination.reverse_engineering": message("record of reverse engineering"),
    "destination.region_tense": message("tension in the region"),
    "destination.adversary_ties": message("military ties with adversaries of the exporter"),
    "destination.forces_exposed": message("own or allied forces within reach"),
    "destination.terror_groups": message("armed terrorist groups"),
    "destination.fatf": message("FATF list"),
    "destination.borders_embargoed": message("land border with an embargo"),
    "destination.hub": message("transhipment hub"),
    "destination.export_controls": message("its own export controls"),
    "destination.stockpile": message("security of stocks"),
    "destination.corruption": message("corruption"),
    "destination.ldc": message("least developed country"),
    "destination.ida": message("eligible for IDA lending"),
    "destination.debt": message("external debt"),
    "destination.milex": message("military expenditure, share of GDP"),
    "destination.aid_dependent": message("dependence on development aid"),
    "destination.social_gap": message("military above health expenditure"),
    "denial.match": message("matching denial"),
    "denial.within_three_years": message("denial less than three years old"),
    "denial.consulted": message("consultation of the state that denied"),
    "assessment.c2a": message("judgement on internal repression"),
    "assessment.c2b": message("judgement on serious violations of human rights"),
    "assessment.c2c": message("judgement on the law of armed conflict"),
    "assessment.gbv": message("judgement on gender-based violence"),
    "assessment.c3": message("judgement on the conflict in the destination"),
    "assessment.c4": message("judgement on aggression"),
    "assessment.att6": message("judgement under Article 6 of the Arms Trade Treaty"),
    "assessment.att7": message("judgement under Article 7 of the Arms Trade Treaty"),
    "assessment.permitted_purpose": message("recorded permitted purpose"),
    "assessment.protective_only": message("recorded protective use only"),
}


def fact_words(name: str, language: Language, result: Result | None = None) -> str:
    """What a fact is called: of an office's own, its title where the case is at hand."""
    if name in FACT_WORDS:
        return language.text(FACT_WORDS[name])
    case = result.case if result is not None else None
    fact = case.screener.vocabulary.get(name) if case is not None else None
    return (fact.title if fact is not None else "") or name


def fact_list(names: Iterable[str], language: Language, result: Result | None = None) -> str:
    """Facts by what they are called, each once."""
    return ", ".join(dict.fromkeys(fact_words(name, language, result) for name in names))


def in_words(said: str, language: Language, result: Result | None = None) -> str:
    """A sentence of a result with facts by what they are called; other codes stay."""
    return _CODE.sub(lambda found: fact_words(found[0], language, result), said)
