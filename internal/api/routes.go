package api

// registerAll lists every resource, one line each.
func registerAll(a *API) {
	registerDashboard(a)
	registerSeries(a)
}
