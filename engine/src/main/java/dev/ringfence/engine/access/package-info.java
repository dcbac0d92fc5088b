/** What every identity may do by RBAC. It may not know the other analyses, tenants or steps. */
@NullMarked
package dev.ringfence.engine.access;

import org.jspecify.annotations.NullMarked;
