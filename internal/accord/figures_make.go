package accord

// Figures makes every figure of the counts.
func (t *Tally) Figures() Figures {
	joint := t.Joint()
	figures := Figures{}
	for key, figure := range sideFigures {
		figures[key] = Split{Joint: figure(joint), Sales: figure(t.Sales), Marketing: figure(t.Marketing)}
	}
	figures[Balance] = balance(joint, t.Sales, t.Marketing)
	figures[CadenceKept] = jointOnly(ratio(t.OnCadence, t.Occurrences))
	figures[Readiness] = jointOnly(ratio(t.LockedAhead, t.Held))
	figures[Quorum] = jointOnly(ratio(t.Quorate, t.Held))
	return figures
}

// sideFigures are the figures made the same way for all and for each side.
var sideFigures = map[FigureKey]func(SideTally) Figure{
	KeptOnTime: func(s SideTally) Figure {
		return ratio(s.OnTime, s.Due).with(Bucket{Name: "left_out", Count: s.LeftOut})
	},
	Kept: func(s SideTally) Figure {
		return ratio(s.Kept, s.Due).with(Bucket{Name: "left_out", Count: s.LeftOut})
	},
	CrossSideKept: func(s SideTally) Figure { return ratio(s.CrossOnTime, s.CrossDue) },
	OpenItems:     func(s SideTally) Figure { return Figure{Numerator: s.Open, Denominator: s.Open} },
	OverdueItems:  func(s SideTally) Figure { return ratio(s.Overdue, s.Open) },
	OverdueAgeing: ageing,
	SlipRate:      func(s SideTally) Figure { return ratio(s.Slipped, s.Due) },
	MedianSlip: func(s SideTally) Figure {
		return Figure{Numerator: s.Slipped, Denominator: s.Due, Value: s.SlipDays.Percentile(0.5)}
	},
	CarriedItems: carried,
	TimeToClose:  timeToClose,
	Acceptance:   func(s SideTally) Figure { return ratio(s.Accepted, s.Offered) },
	Confirmation: func(s SideTally) Figure {
		return ratio(s.Confirmed, s.Confirmable).with(Bucket{Name: "self_confirmed", Count: s.ByTime})
	},
	Returned:       func(s SideTally) Figure { return ratio(s.Returned, s.Done) },
	AgendaCoverage: func(s SideTally) Figure { return ratio(s.Outcomes, s.AgendaItems) },
	Attendance: func(s SideTally) Figure {
		return ratio(s.Present, s.Invited).with(Bucket{Name: "excused", Count: s.Excused})
	},
}

// ratio has no value where there is nothing to divide by.
func ratio(numerator, denominator int) Figure {
	f := Figure{Numerator: numerator, Denominator: denominator}
	if denominator > 0 {
		value := float64(numerator) / float64(denominator)
		f.Value = &value
	}
	return f
}

func (f Figure) with(detail ...Bucket) Figure {
	f.Detail = append(f.Detail, detail...)
	return f
}

// jointOnly is a figure of meetings, which have no side: each side's is empty.
func jointOnly(f Figure) Split { return Split{Joint: f} }

func ageing(s SideTally) Figure {
	f := Figure{Numerator: s.Overdue, Denominator: s.Open}
	for i, name := range AgeNames {
		f.Buckets = append(f.Buckets, Bucket{Group: "current", Name: name, Count: s.AgeCurrent[i]})
	}
	for i, name := range AgeNames {
		f.Buckets = append(f.Buckets, Bucket{Group: "original", Name: name, Count: s.AgeAtFirst[i]})
	}
	return f
}

// carried counts as carried what passed a held meeting at least once.
func carried(s SideTally) Figure {
	f := Figure{Numerator: s.Open - s.Carried[0], Denominator: s.Open}
	for i, name := range []string{"0", "1", "2", "3+"} {
		f.Buckets = append(f.Buckets, Bucket{Name: name, Count: s.Carried[i]})
	}
	return f
}

// timeToClose shows the age of what is still open beside the median: a side
// that closes only the easy ones would look quick without it.
func timeToClose(s SideTally) Figure {
	f := Figure{Numerator: s.CloseDays.Total(), Denominator: s.Done, Value: s.CloseDays.Percentile(0.5)}
	if p := s.CloseDays.Percentile(0.85); p != nil {
		f = f.with(Bucket{Name: "p85", Count: int(*p)})
	}
	if age := s.OpenAge.Percentile(0.5); age != nil {
		f = f.with(Bucket{Name: "open_age", Count: int(*age)})
	}
	return f
}

// balance is each side's share of what was newly taken on; the planned agenda
// minutes stand beside it.
func balance(joint, sales, marketing SideTally) Split {
	share := func(s SideTally) Figure {
		return ratio(s.New, joint.New).with(Bucket{Name: "agenda_minutes", Count: s.Minutes})
	}
	all := share(joint)
	all.Value = nil
	return Split{Joint: all, Sales: share(sales), Marketing: share(marketing)}
}
