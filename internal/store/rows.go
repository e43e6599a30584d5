package store

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"strconv"
	"sync"
	"time"

	"gorm.io/gorm/schema"

	"accord/internal/accord"
)

// Reading rows into structs is what lists and aggregates spend most of their
// time with, so it is done here without gorm's pools and hooks: the columns are
// matched once a query, the fields filled in place. Names follow gorm's
// convention.

// schemas caches what gorm's convention makes of a row type.
var schemas sync.Map

var (
	timeType    = reflect.TypeFor[time.Time]()
	scannerType = reflect.TypeFor[sql.Scanner]()
)

// readSlice reads every row into the slice dest points to, whose elements are
// structs. It reports false for anything else, having read nothing.
func readSlice(ctx context.Context, rows *sql.Rows, dest any) (n int64, ok bool, err error) {
	list := reflect.ValueOf(dest)
	if list.Kind() != reflect.Pointer || list.Elem().Kind() != reflect.Slice {
		return 0, false, nil
	}
	list = list.Elem() // never nil afterwards: lists are never null in JSON
	elem := list.Type().Elem()
	if !plainStruct(elem) {
		return 0, false, nil
	}
	cells, targets, err := cellsOf(rows, elem)
	if err != nil {
		return 0, true, err
	}
	if list.IsNil() {
		const usual = 16
		list.Set(reflect.MakeSlice(list.Type(), 0, usual))
	}
	list.SetLen(0)
	for ; rows.Next(); n++ {
		list.Grow(1)
		list.SetLen(list.Len() + 1)
		row := list.Index(list.Len() - 1)
		row.SetZero()
		for _, c := range cells {
			if c.index != nil {
				c.field = row.FieldByIndex(c.index)
			}
		}
		if err := rows.Scan(targets...); err != nil {
			return n, true, err
		}
	}
	return n, true, ctx.Err()
}

// readRow reads the first row, if there is one, into the struct dest points to.
// It reports false for anything else, having read nothing.
func readRow(rows *sql.Rows, dest any) (n int64, ok bool, err error) {
	row := reflect.ValueOf(dest)
	if row.Kind() != reflect.Pointer || !plainStruct(row.Type().Elem()) {
		return 0, false, nil
	}
	row = row.Elem()
	if !rows.Next() {
		return 0, true, nil
	}
	cells, targets, err := cellsOf(rows, row.Type())
	if err != nil {
		return 0, true, err
	}
	for _, c := range cells {
		if c.index != nil {
			c.field = row.FieldByIndex(c.index)
		}
	}
	return 1, true, rows.Scan(targets...)
}

// plainStruct reports whether the type's fields take columns.
func plainStruct(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t != timeType && !reflect.PointerTo(t).Implements(scannerType)
}

// cell takes one column's value into the field of the row at hand; a column
// without field is dropped.
type cell struct {
	index   []int
	field   reflect.Value
	scanner bool // the field reads itself
}

// schemaOf is gorm's convention for the row type. gorm's own cache would wait on
// a channel at each hit.
func schemaOf(elem reflect.Type) (*schema.Schema, error) {
	if sch, ok := schemas.Load(elem); ok {
		return sch.(*schema.Schema), nil //nolint:forcetypeassert // nothing else is stored
	}
	sch, err := schema.Parse(reflect.New(elem).Interface(), &sync.Map{}, schema.NamingStrategy{})
	if err == nil {
		schemas.Store(elem, sch)
	}
	return sch, err
}

// cellsOf matches the columns with the fields of the type.
func cellsOf(rows *sql.Rows, elem reflect.Type) ([]*cell, []any, error) {
	sch, err := schemaOf(elem)
	if err != nil {
		return nil, nil, err
	}
	columns, err := rows.Columns()
	if err != nil {
		return nil, nil, err
	}
	cells, targets := make([]*cell, len(columns)), make([]any, len(columns))
	for i, name := range columns {
		c := &cell{}
		if f := sch.LookUpField(name); f != nil {
			c.index = f.StructField.Index
			c.scanner = reflect.PointerTo(f.FieldType).Implements(scannerType)
		}
		cells[i], targets[i] = c, c
	}
	return cells, targets, nil
}

// Scan is called by database/sql with the column's value. NULL leaves the zero
// value.
func (c *cell) Scan(v any) error {
	if c.index == nil || v == nil {
		return nil
	}
	if c.scanner {
		return c.field.Addr().Interface().(sql.Scanner).Scan(v) //nolint:forcetypeassert // looked at in cellsOf
	}
	field := c.field
	if field.Kind() == reflect.Pointer {
		field.Set(reflect.New(field.Type().Elem()))
		field = field.Elem()
	}
	return setField(field, v)
}

// setField fills a field of a plain type.
func setField(field reflect.Value, v any) error {
	if field.Type() == timeType {
		var at Instant
		if err := at.Scan(v); err != nil {
			return err
		}
		*field.Addr().Interface().(*time.Time) = accord.Instant(at.Time) //nolint:forcetypeassert // looked at above
		return nil
	}
	switch v := v.(type) {
	case string:
		return setText(field, v)
	case []byte:
		if field.Kind() == reflect.Slice {
			field.SetBytes(append([]byte(nil), v...))
			return nil
		}
		return setText(field, string(v))
	case int64:
		return setInt(field, v)
	case float64:
		if field.CanInt() {
			field.SetInt(int64(v))
			return nil
		}
		if field.CanFloat() {
			field.SetFloat(v)
			return nil
		}
	case bool:
		if field.Kind() == reflect.Bool {
			field.SetBool(v)
			return nil
		}
		if v {
			return setInt(field, 1)
		}
		return setInt(field, 0)
	}
	return fmt.Errorf("read %T into %s", v, field.Type())
}

func setInt(field reflect.Value, v int64) error {
	switch {
	case field.CanInt():
		field.SetInt(v)
	case field.Kind() == reflect.Bool:
		field.SetBool(v != 0)
	case field.CanFloat():
		field.SetFloat(float64(v))
	case field.Kind() == reflect.String:
		field.SetString(strconv.FormatInt(v, 10))
	default:
		return fmt.Errorf("read a number into %s", field.Type())
	}
	return nil
}

// setText also reads PostgreSQL's numeric, which comes as text.
func setText(field reflect.Value, v string) error {
	switch {
	case field.Kind() == reflect.String:
		field.SetString(v)
	case field.Kind() == reflect.Slice:
		field.SetBytes([]byte(v))
	case field.CanInt(), field.CanFloat():
		n, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return err
		}
		if field.CanInt() {
			field.SetInt(int64(n))
		} else {
			field.SetFloat(n)
		}
	default:
		return fmt.Errorf("read text into %s", field.Type())
	}
	return nil
}
