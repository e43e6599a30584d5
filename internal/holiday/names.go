package holiday

// countryNames are the names of countries in English and German.
var countryNames = map[string][2]string{
	"AR": {"Argentina", "Argentinien"}, "AT": {"Austria", "Österreich"},
	"AU": {"Australia", "Australien"}, //nolint:misspell // German
	"BE": {"Belgium", "Belgien"}, "BG": {"Bulgaria", "Bulgarien"}, "BR": {"Brazil", "Brasilien"},
	"CA": {"Canada", "Kanada"}, "CH": {"Switzerland", "Schweiz"}, "CY": {"Cyprus", "Zypern"}, "CZ": {"Czechia", "Tschechien"},
	"DE": {"Germany", "Deutschland"}, "DK": {"Denmark", "Dänemark"}, "EE": {"Estonia", "Estland"}, "ES": {"Spain", "Spanien"},
	"FI": {"Finland", "Finnland"}, "FR": {"France", "Frankreich"}, "GB": {"United Kingdom", "Vereinigtes Königreich"},
	"GR": {"Greece", "Griechenland"}, "HR": {"Croatia", "Kroatien"}, "HU": {"Hungary", "Ungarn"}, "IE": {"Ireland", "Irland"},
	"IS": {"Iceland", "Island"}, "IT": {"Italy", "Italien"}, "JP": {"Japan", "Japan"}, "KE": {"Kenya", "Kenia"},
	"LT": {"Lithuania", "Litauen"}, "LU": {"Luxembourg", "Luxemburg"}, "LV": {"Latvia", "Lettland"}, "MT": {"Malta", "Malta"},
	"MW": {"Malawi", "Malawi"}, "MX": {"Mexico", "Mexiko"}, "NC": {"New Caledonia", "Neukaledonien"},
	"NL": {"Netherlands", "Niederlande"}, "NO": {"Norway", "Norwegen"}, "NZ": {"New Zealand", "Neuseeland"},
	"PL": {"Poland", "Polen"}, "PT": {"Portugal", "Portugal"}, "RO": {"Romania", "Rumänien"}, "RS": {"Serbia", "Serbien"},
	"RU": {"Russia", "Russland"}, "SE": {"Sweden", "Schweden"}, "SI": {"Slovenia", "Slowenien"}, "SK": {"Slovakia", "Slowakei"},
	"TH": {"Thailand", "Thailand"}, "UA": {"Ukraine", "Ukraine"}, "US": {"United States", "Vereinigte Staaten"},
	"ZA": {"South Africa", "Südafrika"},
}

// regionNames are the names of parts of countries in English and German.
var regionNames = map[string][2]string{
	"AU-ACT": {"Australian Capital Territory", "Australian Capital Territory"}, "AU-NSW": {"New South Wales", "New South Wales"},
	"AU-NT": {"Northern Territory", "Northern Territory"}, "AU-QLD": {"Queensland", "Queensland"},
	"AU-SA": {"South Australia", "South Australia"}, "AU-TAS": {"Tasmania", "Tasmanien"},
	"AU-VIC": {"Victoria", "Victoria"}, "AU-WA": {"Western Australia", "Western Australia"},

	"CH-AG": {"Aargau", "Aargau"}, "CH-AI": {"Appenzell Innerrhoden", "Appenzell Innerrhoden"},
	"CH-AR": {"Appenzell Ausserrhoden", "Appenzell Ausserrhoden"}, "CH-BE": {"Bern", "Bern"},
	"CH-BL": {"Basel-Landschaft", "Basel-Landschaft"}, "CH-BS": {"Basel-Stadt", "Basel-Stadt"}, "CH-FR": {"Fribourg", "Freiburg"},
	"CH-GE": {"Geneva", "Genf"}, "CH-GL": {"Glarus", "Glarus"}, "CH-GR": {"Grisons", "Graubünden"}, "CH-JU": {"Jura", "Jura"},
	"CH-LU": {"Lucerne", "Luzern"}, "CH-NE": {"Neuchâtel", "Neuenburg"}, "CH-NW": {"Nidwalden", "Nidwalden"},
	"CH-OW": {"Obwalden", "Obwalden"}, "CH-SG": {"St. Gallen", "St. Gallen"}, "CH-SH": {"Schaffhausen", "Schaffhausen"},
	"CH-SO": {"Solothurn", "Solothurn"}, "CH-SZ": {"Schwyz", "Schwyz"}, "CH-TG": {"Thurgau", "Thurgau"}, "CH-TI": {"Ticino", "Tessin"},
	"CH-UR": {"Uri", "Uri"}, "CH-VD": {"Vaud", "Waadt"}, "CH-VS": {"Valais", "Wallis"}, "CH-ZG": {"Zug", "Zug"}, "CH-ZH": {"Zurich", "Zürich"},

	"DE-BB": {"Brandenburg", "Brandenburg"}, "DE-BE": {"Berlin", "Berlin"}, "DE-BW": {"Baden-Württemberg", "Baden-Württemberg"},
	"DE-BY": {"Bavaria", "Bayern"}, "DE-HB": {"Bremen", "Bremen"}, "DE-HE": {"Hesse", "Hessen"}, "DE-HH": {"Hamburg", "Hamburg"},
	"DE-MV": {"Mecklenburg-Western Pomerania", "Mecklenburg-Vorpommern"}, "DE-NI": {"Lower Saxony", "Niedersachsen"},
	"DE-NW": {"North Rhine-Westphalia", "Nordrhein-Westfalen"}, "DE-RP": {"Rhineland-Palatinate", "Rheinland-Pfalz"},
	"DE-SH": {"Schleswig-Holstein", "Schleswig-Holstein"}, "DE-SL": {"Saarland", "Saarland"}, "DE-SN": {"Saxony", "Sachsen"},
	"DE-ST": {"Saxony-Anhalt", "Sachsen-Anhalt"}, "DE-TH": {"Thuringia", "Thüringen"},
}
