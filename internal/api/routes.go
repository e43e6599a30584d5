package api

// registerAll lists every resource, one line each.
func registerAll(a *API) {
	registerActionItems(a)
	registerDashboard(a)
	registerUpdates(a)
	registerProjects(a)
	registerMeetings(a) // with agenda items, decisions and minutes
	registerSeries(a)
	registerPeople(a) // with /me
	registerWorkspace(a)
	registerDaysOff(a)
	registerTeams(a)
	registerFeeds(a)
	registerDeliveries(a)
	registerReplies(a)
	registerIntel(a)
	registerLeadBatches(a)
	registerEvents(a)
	registerSitDowns(a)
	registerCharter(a)
	registerDiagnostics(a)
	registerRepReports(a)
	registerExchangeVisits(a)
}
