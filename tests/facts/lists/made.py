"""Small lists in the forms that are published; all names in them are made."""

from __future__ import annotations

from pathlib import Path

OPENSANCTIONS = """\
"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions",\
"phones","emails","program_ids","dataset","first_seen","last_seen","last_change"
"NK-1","Company","Blue Harbour Trading LLC","Sinyaya Gavan;Синяя Гавань","","ae","","AE-778899",\
"","","","","Made list","2024-01-01T00:00:00","2026-11-22T06:00:00","2025-01-01T00:00:00"
"NK-2","Person","Muhammad Kerim Yildirim","","1970","tr","","","","","","","Made list",\
"2024-01-01T00:00:00","2026-11-21T06:00:00","2025-01-01T00:00:00"
"""

EU_XML = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-11-20T16:47:04.449+02:00"
 globalFileId="1">
  <sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.1.11" logicalId="7">
    <remark>made</remark>
    <subjectType code="enterprise" classificationCode="E"/>
    <nameAlias wholeName="Severnaya Zvezda Industries JSC" strong="true" logicalId="1"/>
    <nameAlias wholeName="" firstName="North" middleName="" lastName="Star" strong="false"/>
    <address countryIso2Code="RU"/>
    <identification number="1027700132195" identificationTypeCode="regnumber"/>
  </sanctionEntity>
  <sanctionEntity euReferenceNumber="EU.2.22" logicalId="8">
    <subjectType code="person" classificationCode="P"/>
    <nameAlias wholeName="Ahmed Ould Testmane" strong="true" logicalId="2"/>
    <citizenship countryIso2Code="00"/>
  </sanctionEntity>
</export>
"""

EU_CSV = """\
fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType;\
NameAlias_WholeName;NameAlias_Strong;Address_CountryIso2Code;Citizenship_CountryIso2Code;\
Identification_Number
20/11/2026;7;EU.1.11;enterprise;Severnaya Zvezda Industries JSC;true;;;
20/11/2026;7;EU.1.11;enterprise;;;RU;;
20/11/2026;7;EU.1.11;enterprise;North Star;false;;;
20/11/2026;7;EU.1.11;enterprise;;;;;1027700132195
20/11/2026;8;EU.2.22;person;Ahmed Ould Testmane;true;;00;
"""

UN_XML = """\
<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-11-21T23:00:03.504Z">
 <INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>JOHN</FIRST_NAME>
  <SECOND_NAME>TEST</SECOND_NAME><THIRD_NAME>FICTIONOV</THIRD_NAME>
  <REFERENCE_NUMBER>CDi.901</REFERENCE_NUMBER><NATIONALITY><VALUE>Ruritania</VALUE></NATIONALITY>
  <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Chief Fictio</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>X1234567</NUMBER>
  </INDIVIDUAL_DOCUMENT></INDIVIDUAL></INDIVIDUALS>
 <ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>TESTCO GLOBAL MINING</FIRST_NAME>
  <REFERENCE_NUMBER>KPe.900</REFERENCE_NUMBER>
  <ENTITY_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>ORCHID CARGO LINES</ALIAS_NAME></ENTITY_ALIAS>
  <ENTITY_ADDRESS><COUNTRY>Ruritania</COUNTRY></ENTITY_ADDRESS></ENTITY></ENTITIES>
</CONSOLIDATED_LIST>
"""

YENTE = """\
{"responses": {
  "q1": {"status": 200, "query": {"schema": "Company", "properties": {"name": ["Red Sea Freight"]}},
    "results": [{"id": "NK-9", "caption": "Red Sea Freight FZE", "schema": "Company",
      "properties": {"country": ["ae"]}, "datasets": ["made"], "score": 0.93, "match": true},
      {"id": "NK-8", "caption": "Red Fish", "datasets": [], "score": 0.4, "match": false}]},
  "q2": {"status": 200, "query": {"properties": {"name": ["Quiet Mill BV"]}}, "results": []}}}
"""

OUTSIDE_CSV = """\
name;result;list;reference;listed_name;likeness;date
Red Sea Freight;name match;Made list;M-1;Red Sea Freight FZE;93;2026-11-23
Quiet Mill BV;no_match;;;;;2026-11-23
Stone Bridge NV;clear;;;;;2026-11-23
"""

TEXTS = {
    "targets.simple.csv": OPENSANCTIONS,
    "eu.xml": EU_XML,
    "eu.csv": EU_CSV,
    "un.xml": UN_XML,
    "yente.json": YENTE,
    "outside.csv": OUTSIDE_CSV,
}


def made(folder: Path, name: str) -> Path:
    """One of the lists as a file."""
    path = folder / name
    path.write_text(TEXTS[name], encoding="utf-8")
    return path
