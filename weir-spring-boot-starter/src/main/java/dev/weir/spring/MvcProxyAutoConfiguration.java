package dev.weir.spring;

import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.http.ProxyHandler;
import dev.weir.livestore.servlet.ProxyServlet;
import jakarta.servlet.DispatcherType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/// The proxy on a servlet container, beside Spring MVC.
@AutoConfiguration(after = ProxyAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ServletRegistrationBean.class, CorsFilter.class})
@ConditionalOnBean(ProxyHandler.class)
final class MvcProxyAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean(name = "weirServlet")
  ServletRegistrationBean<ProxyServlet> weirServlet(
      ProxyHandler handler, WeirProperties properties) {
    var registration =
        new ServletRegistrationBean<>(new ProxyServlet(handler), properties.path() + "/*");
    registration.setName("weir");
    return registration;
  }

  @Bean
  FilterRegistrationBean<ClosedFilter> weirClosedFilter(
      LiveStoreProxy proxy, WeirProperties properties) {
    var registration = new FilterRegistrationBean<>(new ClosedFilter(proxy));
    registration.addUrlPatterns(properties.path() + "/*");
    // Not the dispatch by which the servlet breaks an answer off.
    registration.setDispatcherTypes(DispatcherType.REQUEST);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  /// Before Spring Security, as browsers ask without credentials whether they may send them.
  @Bean
  @ConditionalOnMissingBean(name = "weirCorsFilter")
  FilterRegistrationBean<CorsFilter> weirCorsFilter(WeirProperties properties) {
    var source = new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration("/**", SyncCors.of(properties.allowedOrigins()));
    var registration = new FilterRegistrationBean<>(new CorsFilter(source));
    registration.addUrlPatterns(properties.path() + "/*");
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    registration.setEnabled(!properties.allowedOrigins().isEmpty());
    return registration;
  }
}
