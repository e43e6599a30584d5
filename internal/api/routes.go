package api

// registerAll lists every resource, one line each.
func registerAll(_ *API) {
}
